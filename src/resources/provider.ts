import * as pulumi from "@pulumi/pulumi";
import { unknownKeys } from "../nearest";
import { providerDoor } from "./door";
import { runError } from "./run-error";

/**
 * The settings of a {@link Provider}. docs/credentials.md has the rules for keys.
 *
 * @example
 * import { Provider, type ProviderArgs } from "pulumi-skyvern";
 *
 * const own: ProviderArgs = { apiKeyEnv: "OWN_SERVER_KEY", baseUrl: "https://skyvern.example.com" };
 * export const ownServer = new Provider("own", own);
 */
export interface ProviderArgs {
  /**
   * The name of the environment variable that contains the API key. Prefer it to {@link ProviderArgs.apiKey}: the
   * key is then never in state, and after a rotation refresh and destroy use the new key.
   */
  readonly apiKeyEnv?: pulumi.Input<string | undefined>;
  /** The API key. State contains it, encrypted. Refresh and destroy use the key in state. */
  readonly apiKey?: pulumi.Input<string | undefined>;
  /** The API's address. @default `SKYVERN_BASE_URL`, then `https://api.skyvern.com` */
  readonly baseUrl?: pulumi.Input<string | undefined>;
  /** Whether plain http to another machine is allowed. It sends the key in clear text. @default `false` */
  readonly allowInsecure?: pulumi.Input<boolean | undefined>;
  /** Whether a preview compares `workflowId` and `parameters` with the live workflow. @default `true` */
  readonly checkWorkflows?: pulumi.Input<boolean | undefined>;
}

const providerKeys = [
  "apiKey",
  "apiKeyEnv",
  "baseUrl",
  "allowInsecure",
  "checkWorkflows",
] as const satisfies readonly (keyof ProviderArgs)[];

const mark = "__pulumiSkyvernProvider";

/**
 * Whether `value` is a {@link Provider}, of this copy of the package or of another that a library brings along. A mark
 * identifies it, as in Pulumi's own classes.
 */
export function isSkyvernProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && Reflect.get(value, mark) === true;
}

/** The settings of a {@link Provider} by full name, such as `skyvern:baseUrl`. */
export type ProviderSettings = Readonly<Record<string, string | undefined>>;

/**
 * A Skyvern account other than the one of the stack's configuration. Pass it to resources and lookups as
 * `{ provider }`. Without a key it uses SKYVERN_API_KEY.
 *
 * @example
 * import { Provider, WorkflowSchedule } from "pulumi-skyvern";
 *
 * const staging = new Provider("staging", { apiKeyEnv: "SKYVERN_API_KEY_STAGING" });
 * new WorkflowSchedule(
 *   "nightly",
 *   { workflowId: "wpid_123", cronExpression: "0 2 * * *" },
 *   { provider: staging },
 * );
 */
export class Provider extends pulumi.ProviderResource {
  /** Its settings by their full names. Secret if `apiKey` is one of them. */
  readonly settings: pulumi.Output<ProviderSettings>;

  /**
   * @param name the name in Pulumi's state
   * @param args which account, and how to reach it
   * @param options Pulumi's options
   */
  constructor(name: string, args: ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    const unknown = unknownKeys(`Provider "${name}"`, "setting", args, providerKeys);
    if (unknown.length > 0) throw runError(unknown.join("\n"));
    const { apiKey, ...rest } = args;
    const given = { ...rest, ...(apiKey === undefined ? {} : { apiKey: pulumi.secret(apiKey) }) };
    // A provider's configuration contains strings only.
    const inText = (value: unknown): string | undefined =>
      value === undefined || value === null ? undefined : String(value);
    const settings = Object.entries(given).map(([key, value]) => {
      const setting: pulumi.Output<unknown> = pulumi.output(value);
      return [key, setting.apply(inText)] as const;
    });
    const full = Object.fromEntries(settings.map(([key, value]) => [`skyvern:${key}`, value]));
    const door = providerDoor(options);
    super(door.package, name, door.package === "skyvern" ? Object.fromEntries(settings) : full, door.options);
    this.settings = pulumi.all(full);
    Object.defineProperty(this, mark, { value: true });
  }
}

/**
 * A provider of this package that another process made, with its settings.
 *
 * @hidden
 */
export function knownProvider(provider: pulumi.ProviderResource, settings: ProviderSettings): Provider {
  return Object.assign(provider, { settings: pulumi.output(settings), [mark]: true }) as unknown as Provider;
}
