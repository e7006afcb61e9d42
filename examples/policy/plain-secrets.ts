import { Secret } from "@pulumi/policy";

/** Marks a value that is unknown during a preview (`UnknownStringValue` of Pulumi's wire format). */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface SecretNames {
  /** Names such as `apiKey`, which also matches `portal_api_key` and `APIKey2`. */
  readonly keys: readonly string[];
  /** Keys that are allowed although they match. */
  readonly except: readonly string[];
}

/** The paths of strings and numbers whose key looks secret but which are not marked as secret. */
export function plainSecrets(
  value: unknown,
  path: string,
  names: SecretNames,
  isSecretLooking = false,
): string[] {
  if (value instanceof Secret || value === unknown) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => plainSecrets(item, `${path}[${index}]`, names, isSecretLooking));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, item]) =>
      plainSecrets(item, `${path}.${key}`, names, isSecretLooking || looksSecret(key, names)),
    );
  return isSecretLooking && isTelling(value) ? [path] : [];
}

/** False for an empty string, and for the id of a Skyvern credential, which is the recommended value. */
function isTelling(value: unknown): boolean {
  return (
    typeof value === "number" || (typeof value === "string" && value !== "" && !value.startsWith("cred_"))
  );
}

/** Compares whole words: `secretary` does not match `secret`. */
function looksSecret(key: string, { keys, except }: SecretNames): boolean {
  if (except.includes(key)) return false;
  const words = ` ${wordsOf(key).join(" ")} `;
  return keys.some((name) => {
    const wanted = wordsOf(name);
    return words.includes(` ${wanted.join(" ")} `) || words.includes(` ${wanted.join("")} `);
  });
}

/** Splits `portalAPIKeys` and `portal_api-key2` into portal, api, key. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) =>
    word.toLowerCase().replace(/s$/, ""),
  );
}
