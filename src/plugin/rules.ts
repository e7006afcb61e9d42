import { afterHoldOf, holdWarning, providerHoldWarning } from "../config-key";
import { SkyvernError } from "../errors";
import type { Properties } from "../provider/lifecycle";
import type { ProviderContext } from "../provider/provider-context";
import { mayGoOn, unreadable } from "../provider/run/state";
import { type ConfigurationReader, holdsSchedules } from "../provider/settings";
import { isUnknown } from "../provider/unknown";
import type { ResourceRules } from "./resource";
import { computedProperties } from "./schema";
import { nameIn } from "./tokens";

/**
 * What the class `WorkflowSchedule` does in a TypeScript program: the default of `name`, and the hold of a stack
 * (`skyvern:paused`) or of an explicit provider (`paused`), unless the class has already applied it.
 *
 * @param providerName the name of the provider in the program; undefined if the engine does not send it
 */
export function scheduleRules(
  configuration: ConfigurationReader,
  { notes, showWarning }: Pick<ProviderContext, "notes" | "showWarning">,
  providerName: () => string | undefined,
): ResourceRules {
  const held = async (inputs: Properties): Promise<Properties> => {
    if (inputs.afterHold !== undefined || !holdsSchedules(configuration)) return inputs;
    const name = providerName() ?? "";
    // The engine makes a provider with such a name from the configuration of the stack.
    const warning = /^(?:default(?:_.*)?)?$/.test(name) ? holdWarning : providerHoldWarning(name);
    if (notes.add(warning)) await showWarning(warning);
    return { ...inputs, enabled: false, afterHold: afterHoldOf(inputs.enabled) };
  };
  return {
    kind: "WorkflowSchedule",
    prepare: async (urn, inputs) => held({ ...inputs, name: inputs.name ?? nameIn(urn) }),
    // Without a name it would get that of the resource.
    importedInputs: (_, inputs) => ({ name: "", ...inputs }),
    // The end of a hold gives the schedule the `enabled` of before.
    volatile: ({ afterHold }, { enabled }) =>
      afterHold !== undefined && enabled === undefined ? ["enabled"] : [],
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
      `Run ${runId} cannot be imported: Skyvern does not return all inputs that started it. To read the run, use the lookup getRun.`,
    );
  },
  // An update waits for the end of an active run, or reads one that was unreadable again.
  volatile: ({ status }, { waitForCompletion }) => {
    const isRead = mayGoOn(String(status)) && (waitForCompletion !== false || status === unreadable);
    return isRead ? computedProperties("WorkflowRun").filter((key) => !stable.includes(key)) : [];
  },
  leftToServer: () => [],
};
