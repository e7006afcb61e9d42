import { isSkyvernError } from "../errors";
import { type ConfigurationReader, readApiKey, readBaseUrl, readProxy } from "../provider/settings";
import { Secret } from "../secret";
import { createClient, type SkyvernClient } from "../skyvern/client";
import { readScheduleSample, readServerVersion, type ScheduleSample } from "../skyvern/server";

/** A value, or why there is none. */
type Finding<Value> = { readonly value: Value } | { readonly problem: string };

/** The settings of one account, each for itself. */
interface ConnectionSettings {
  readonly baseUrl: Finding<string>;
  /** The host and port of the proxy and its variable, without credentials; undefined without a proxy. */
  readonly proxy?: Finding<string | undefined>;
  /** Where the key comes from. */
  readonly apiKey: Finding<string>;
}

/**
 * Reads the settings as the provider does. A wrong one does not stop the others.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function connectionSettings(configuration: ConfigurationReader): ConnectionSettings {
  const baseUrl = attempt(() => readBaseUrl(configuration));
  const proxy = "value" in baseUrl ? attempt(() => readProxy(baseUrl.value)?.name) : undefined;
  const apiKey = attempt(() => readApiKey(configuration).apiKeySource);
  return { baseUrl, apiKey, ...(proxy === undefined ? {} : { proxy }) };
}

/** A check must not take minutes. */
const timeoutMilliseconds = 15_000;

/** What the server answers. */
export interface ServerCheck {
  /** Undefined if the server does not report its version. A problem if it cannot be reached. */
  readonly version: Finding<string | undefined>;
  /** Undefined if the server cannot be reached, or there is no key. */
  readonly sample?: Finding<ScheduleSample>;
  /** How many seconds the server's clock is ahead of this machine's. */
  readonly clockOffsetSeconds?: number;
}

/**
 * Asks the server for its version and, with a key, for one schedule. It changes nothing.
 *
 * @throws SkyvernError `configuration` if the base URL or the proxy is wrong
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function checkServer(configuration: ConfigurationReader): Promise<ServerCheck> {
  const baseUrl = readBaseUrl(configuration);
  const proxy = readProxy(baseUrl);
  const key = attempt(() => readApiKey(configuration));
  const account: ReturnType<typeof readApiKey> =
    "value" in key ? key.value : { apiKey: new Secret("none"), apiKeySource: "SKYVERN_API_KEY" };
  const client = createClient({
    ...account,
    baseUrl,
    timeoutMilliseconds,
    ...(proxy === undefined ? {} : { proxy }),
  });
  try {
    const version = await versionOf(client);
    const isAsked = "value" in version && "value" in key;
    const sample = isAsked ? await attemptAsync(() => readScheduleSample(client)) : undefined;
    const serverTime = client.serverTime();
    return {
      version,
      ...(sample === undefined ? {} : { sample }),
      ...(serverTime === undefined
        ? {}
        : { clockOffsetSeconds: Math.round((serverTime - Date.now()) / 1000) }),
    };
  } finally {
    await client.close();
  }
}

/** An answer without a version is not a problem: some servers lack the route. */
async function versionOf(client: SkyvernClient): Promise<Finding<string | undefined>> {
  try {
    return { value: await readServerVersion(client) };
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    const isReached = !isSkyvernError(error, "configuration", "network", "timeout", "unavailable");
    return isReached ? { value: undefined } : { problem: error.message };
  }
}

function attempt<Value>(read: () => Value): Finding<Value> {
  try {
    return { value: read() };
  } catch (error) {
    return asProblem(error);
  }
}

async function attemptAsync<Value>(ask: () => Promise<Value>): Promise<Finding<Value>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return asProblem(error);
  }
}

function asProblem(error: unknown): { readonly problem: string } {
  if (!isSkyvernError(error)) throw error;
  return { problem: error.message };
}
