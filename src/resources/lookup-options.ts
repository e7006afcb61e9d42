import * as pulumi from "@pulumi/pulumi";
import { checkConfigKeys } from "./config-keys";
import { isSkyvernProvider, type ProviderSettings } from "./provider";

/**
 * Options of a lookup.
 *
 * @example
 * import { getWorkflows, type LookupOptions, Provider } from "pulumi-skyvern";
 *
 * const inStaging: LookupOptions = { provider: new Provider("staging", { apiKeyEnv: "STAGING_KEY" }) };
 * export const workflows = getWorkflows({}, inStaging);
 */
export interface LookupOptions {
  /** A `Provider` of this package: the account to ask. @default the account of the stack's configuration */
  readonly provider?: pulumi.ProviderResource;
}

/** The settings of the account. */
export function lookupSettings({ provider }: LookupOptions): pulumi.Output<ProviderSettings> {
  checkConfigKeys();
  if (isSkyvernProvider(provider)) return provider.settings;
  if (provider !== undefined)
    throw new Error("The provider of a lookup must be a Provider of pulumi-skyvern.");
  const config = new pulumi.Config("skyvern");
  return pulumi.all({
    "skyvern:apiKey": config.getSecret("apiKey"),
    "skyvern:apiKeyEnv": config.get("apiKeyEnv"),
    "skyvern:baseUrl": config.get("baseUrl"),
    "skyvern:allowInsecure": config.get("allowInsecure"),
  });
}

/** The settings as plain values. A promise cannot wait for values that are unknown in a preview. */
export async function knownSettings(options: LookupOptions): Promise<ProviderSettings> {
  const settings = lookupSettings(options);
  const isKnown: unknown = await Reflect.get(settings as object, "isKnown");
  if (isKnown === false) {
    throw new Error(
      "The settings of this provider are unknown during a preview. Use the Output form of the lookup.",
    );
  }
  return new Promise((resolve) => {
    settings.apply(resolve);
  });
}
