import { intendedKey } from "../config-key";
import { isSkyvernError } from "../errors";
import type { CheckFailure, Properties } from "../provider/lifecycle";
import { type ConfigurationReader, checksWorkflows, holdsSchedules, readBaseUrl } from "../provider/settings";
import { containsUnknown } from "../provider/unknown";

/** Reads `skyvern:baseUrl` from the properties of a provider, which the engine sends without the namespace. */
export function configurationOf(properties: Properties): ConfigurationReader {
  return (key) => properties[key.slice(key.indexOf(":") + 1)];
}

/** The settings that can be judged without a request, by the setting that is wrong. */
const rules: Readonly<Record<string, (configuration: ConfigurationReader) => unknown>> = {
  baseUrl: (configuration) => readBaseUrl(configuration, {}),
  checkWorkflows: checksWorkflows,
  paused: holdsSchedules,
};

/** What is wrong with the configuration of a provider: bad values, and keys that are misspelled. */
export function configurationFailures(properties: Properties): readonly CheckFailure[] {
  const failures = Object.keys(properties).flatMap((property): CheckFailure[] => {
    const meant = intendedKey(property);
    return meant === undefined
      ? []
      : [{ property: "", reason: `The provider has no setting ${property}. Did you mean ${meant}?` }];
  });
  const reader = configurationOf(properties);
  for (const [property, read] of Object.entries(rules)) {
    if (containsUnknown(properties[property]) || containsUnknown(properties.allowInsecure)) continue;
    try {
      read(reader);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      failures.push({ property: "", reason: error.message });
    }
  }
  return failures;
}
