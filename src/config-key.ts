import { editDistance } from "./nearest";

/** The settings of `skyvern:`. */
export const settingKeys = [
  "apiKey",
  "apiKeyEnv",
  "baseUrl",
  "allowInsecure",
  "checkWorkflows",
  "paused",
  "plugin",
] as const;

/** The warning of a stack that `skyvern:paused` holds. */
export const holdWarning =
  "skyvern:paused is true: all schedules of this stack are paused, except one-time schedules. To end this, run `pulumi config rm skyvern:paused` and `pulumi up`.";

/** The warning of an explicit provider of a program in YAML, Python or Go that has `paused: true`. */
export function providerHoldWarning(name: string): string {
  return `The provider "${name}" has paused: true, so all its schedules are paused, except one-time schedules. To end this, remove paused from its properties and run \`pulumi up\`.`;
}

/** What a held schedule remembers of the program's `enabled`. The provider refuses a value that is not a boolean. */
export function afterHoldOf(enabled: unknown): unknown {
  if (typeof enabled === "boolean") return enabled ? "enabled" : "paused";
  return enabled ?? "as before";
}

/** The setting that `key` misspells: the same letters, or one typo in each six of them. */
export function intendedKey(key: string): string | undefined {
  // A program may use a name like `apiKey2` for the key of a second account.
  if ((settingKeys as readonly string[]).includes(key) || /\d$/.test(key)) return undefined;
  const letters = key.toLowerCase().replaceAll(/[-_.]/g, "");
  const distances = settingKeys.map((one) => [one, editDistance(letters, one.toLowerCase())] as const);
  const [nearest] = distances.sort(([, one], [, other]) => one - other);
  if (nearest === undefined) return undefined;
  const [meant, distance] = nearest;
  return distance <= Math.floor(meant.length / 6) ? meant : undefined;
}
