import { SkyvernError } from "../errors";
import type { Properties } from "../provider/lifecycle";
import type { ProviderContext } from "../provider/provider-context";
import { mayGoOn } from "../provider/run/state";
import { type ConfigurationReader, holdsSchedules } from "../provider/settings";
import { isUnknown } from "../provider/unknown";
import type { ResourceRules } from "./resource";
import { computedProperties } from "./schema";

/** The name of the resource at the end of its URN. */
function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/**
 * What the class `WorkflowSchedule` does in a TypeScript program: the default of `name`, and the hold of a stack
 * (`skyvern:paused`), unless the class has already applied it.
 */
export function scheduleRules(
  configuration: ConfigurationReader,
  { notes, showWarning }: Pick<ProviderContext, "notes" | "showWarning">,
): ResourceRules {
  const held = async (inputs: Properties): Promise<Properties> => {
    if (inputs.afterHold !== undefined || !holdsSchedules(configuration)) return inputs;
    const line =
      "skyvern:paused is true: all schedules of this stack are paused, except one-time schedules. To end this, run `pulumi config rm skyvern:paused` and `pulumi up`.";
    if (notes.add(line)) await showWarning(line);
    const { enabled } = inputs;
    const afterHold =
      typeof enabled === "boolean" ? (enabled ? "enabled" : "paused") : (enabled ?? "as before");
    return { ...inputs, enabled: false, afterHold };
  };
  return {
    kind: "WorkflowSchedule",
    prepare: async (urn, inputs) => held({ ...inputs, name: inputs.name ?? nameIn(urn) }),
    // Without a name it would get that of the resource.
    importedInputs: (_, inputs) => ({ name: "", ...inputs }),
    volatile: () => [],
    leftToServer: ({ enabled, firstFireAt, intervalSeconds }) => [
      ...(enabled === undefined ? ["enabled"] : []),
      ...(firstFireAt === undefined && (intervalSeconds !== undefined || isUnknown(intervalSeconds))
        ? ["firstFireAt"]
        : []),
    ],
  };
}

/** The outputs of a run that stay the same until it ends. */
const stable = ["runId", "createdAt", "appUrl"];

export const runRules: ResourceRules = {
  kind: "WorkflowRun",
  prepare: async (_, inputs) => inputs,
  importedInputs: ({ runId }) => {
    throw new SkyvernError(
      "invalid",
      `Run ${runId} cannot be imported: Skyvern does not say what was asked for. Use the lookup getRun to read it.`,
    );
  },
  // An update waits for the end of an active run.
  volatile: ({ status }) =>
    mayGoOn(String(status)) ? computedProperties("WorkflowRun").filter((key) => !stable.includes(key)) : [],
  leftToServer: () => [],
};
