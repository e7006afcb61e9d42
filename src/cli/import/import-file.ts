import type { Imported } from "../../lookup/imported-account";
import { dynamicType, pluginType } from "../../plugin/tokens";
import { pointer } from "../../resources/pointer";

/** The mark of a secret in a state (`SecretSig` in Pulumi's Go SDK). */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A schedule to import. */
export interface ImportEntry {
  readonly key: string;
  readonly imported: Imported;
}

/** The file for `pulumi import --file`. */
export interface ImportFile {
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly object[];
}

/** The values of schedules that must be encrypted, each once. */
export function secretValues(entries: readonly ImportEntry[]): readonly string[] {
  const { plainSecrets } = secretRules();
  const all = entries.flatMap(({ imported }) => plainSecrets(imported.inputs.parameters));
  return [...new Set(all.map(({ value }) => String(value)))];
}

const secretRules = (): typeof import("../../schedule-file/plain-secrets") =>
  require("../../schedule-file/plain-secrets");

/**
 * The resources of a set.
 *
 * @param set its name
 * @param urn its URN, if the stack has it already
 * @param encrypted the ciphertext of each of {@link secretValues}
 * @param isPlugin whether the stack uses resources of the provider plugin, which have no pointer
 */
export function importFile(
  set: string,
  urn: string | undefined,
  entries: readonly ImportEntry[],
  encrypted: ReadonlyMap<string, string>,
  isPlugin: boolean,
): ImportFile {
  const component = { type: "skyvern:index:ScheduleSet", name: set, component: true };
  const type = isPlugin ? pluginType("WorkflowSchedule") : dynamicType("WorkflowSchedule");
  const hidden = isPlugin ? {} : { __provider: pointer("workflowSchedule") };
  const schedules = entries.map(({ key, imported: { id, inputs, outputs } }) => ({
    type,
    name: `${set}-${key}`,
    id,
    parent: set,
    inputs: { ...withSecrets(inputs, encrypted), ...hidden },
    outputs: { ...withSecrets(outputs, encrypted), ...hidden },
  }));
  return {
    nameTable: urn === undefined ? {} : { [set]: urn },
    resources: urn === undefined ? [component, ...schedules] : schedules,
  };
}

function withSecrets(
  properties: Imported["inputs"],
  encrypted: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const secrets = secretRules().plainSecrets(properties.parameters);
  if (secrets.length === 0) return properties;
  const copy = structuredClone(properties) as { parameters: Record<PropertyKey, unknown> };
  for (const { path, value } of secrets) {
    const last = path.at(-1) ?? "";
    const around = path
      .slice(0, -1)
      .reduce<unknown>((inner, step) => Reflect.get(inner as object, step), copy.parameters);
    const ciphertext = encrypted.get(String(value));
    if (ciphertext === undefined) throw new Error("A secret was not encrypted.");
    Reflect.set(around as object, last, { ...secretMark, ciphertext });
  }
  return { ...copy };
}
