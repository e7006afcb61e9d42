import { SkyvernError } from "../errors";
import { Secret } from "../secret";
import { defaultBaseUrl, parseBaseUrl } from "../skyvern/base-url";
import { type ProxySettings, proxyFor } from "../skyvern/proxy";

/** How the provider reaches one Skyvern account. */
export interface Settings {
  readonly apiKey: Secret;
  /** Where the key comes from, for messages. */
  readonly apiKeySource: string;
  /** A sentence for the error of a refused key. */
  readonly apiKeyAdvice?: string;
  /** The server's root, without `/v1` or `/api/v1`. */
  readonly baseUrl: string;
  /** Undefined without a proxy. */
  readonly proxy?: ProxySettings;
}

/** Reads a key of the stack's configuration, or of an explicit provider: `skyvern:apiKey`. */
export type ConfigurationReader = (key: string) => unknown;

/**
 * The settings from the stack's configuration (or an explicit provider), then from the environment. With
 * `skyvern:apiKeyEnv` the key comes from that variable only: a second account never falls back to the first one's key.
 *
 * @throws SkyvernError `configuration`
 */
export function readSettings(configuration: ConfigurationReader, environment = process.env): Settings {
  const baseUrl = readBaseUrl(configuration, environment);
  const proxy = readProxy(baseUrl, environment);
  return {
    ...readApiKey(configuration, environment),
    baseUrl,
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** The server's root. @throws SkyvernError `configuration` */
export function readBaseUrl(configuration: ConfigurationReader, environment = process.env): string {
  const baseUrl = textOf(configuration, "baseUrl") ?? environment.SKYVERN_BASE_URL?.trim() ?? "";
  const allowInsecure = flagOf(configuration, "allowInsecure", false);
  return parseBaseUrl(baseUrl === "" ? defaultBaseUrl : baseUrl, allowInsecure);
}

/** The proxy for a server. @throws SkyvernError `configuration` */
export function readProxy(baseUrl: string, environment = process.env): ProxySettings | undefined {
  return proxyFor(baseUrl, environment);
}

/** Equal for settings of the same account. It contains the API key, so use it only to compare. */
export function accountKey({ baseUrl, apiKey }: Settings): string {
  return JSON.stringify([baseUrl, apiKey.reveal()]);
}

/**
 * Whether inputs are checked against live workflows (`skyvern:checkWorkflows`, true by default). Needs no API key, so
 * that a preview without these checks needs none.
 *
 * @throws SkyvernError `configuration`
 */
export function checksWorkflows(configuration: ConfigurationReader): boolean {
  return flagOf(configuration, "checkWorkflows", true);
}

/** Whether every schedule is held (`skyvern:paused`, false by default). @throws SkyvernError `configuration` */
export function holdsSchedules(configuration: ConfigurationReader): boolean {
  return flagOf(configuration, "paused", false);
}

function textOf(configuration: ConfigurationReader, key: string): string | undefined {
  const value = String(configuration(`skyvern:${key}`) ?? "").trim();
  return value === "" ? undefined : value;
}

function flagOf(configuration: ConfigurationReader, key: string, fallback: boolean): boolean {
  const value = textOf(configuration, key);
  if (value === undefined) return fallback;
  if (value === "true" || value === "false") return value === "true";
  throw new SkyvernError("configuration", `skyvern:${key} is "${value}". Write true or false.`);
}

/** State stores a configured key, and refresh and destroy use the stored one (pulumi/pulumi#4981). */
const storedKeyAdvice =
  "A refresh and `pulumi destroy` use the key of the last `pulumi up`. After a rotation, run `pulumi up` once without --refresh, or add --run-program.";

/** The key, and where it comes from. @throws SkyvernError `configuration` */
export function readApiKey(
  configuration: ConfigurationReader,
  environment = process.env,
): Pick<Settings, "apiKey" | "apiKeySource" | "apiKeyAdvice"> {
  const variable = textOf(configuration, "apiKeyEnv");
  const configured = variable === undefined ? textOf(configuration, "apiKey") : undefined;
  const key = configured ?? environment[variable ?? "SKYVERN_API_KEY"]?.trim() ?? "";
  const apiKeySource = configured === undefined ? (variable ?? "SKYVERN_API_KEY") : "skyvern:apiKey";
  if (key === "") {
    throw new SkyvernError(
      "configuration",
      variable === undefined
        ? "No Skyvern API key. Run `pulumi config set --secret skyvern:apiKey`, or set SKYVERN_API_KEY in the environment."
        : `No Skyvern API key. Set the environment variable ${variable}: the key is read from nowhere else.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new SkyvernError(
      "configuration",
      `The Skyvern API key of ${apiKeySource} contains blanks, line breaks or other characters that are invalid in a key. Copy it again.`,
    );
  }
  return {
    apiKey: new Secret(key),
    apiKeySource,
    ...(configured === undefined ? {} : { apiKeyAdvice: storedKeyAdvice }),
  };
}
