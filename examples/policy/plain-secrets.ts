import { Secret } from "@pulumi/policy";

/** Stands in a preview for what is known only later (`UnknownStringValue` of Pulumi's wire format). */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface SecretNames {
  /** Names such as `apiKey`; `portal_api_key` and `APIKey2` are found by it too. */
  readonly keys: readonly string[];
  /** Keys that are fine although they look like one of these. */
  readonly except: readonly string[];
}

/** The places at which a string or a number stands under a secret-looking key, and is not marked as secret. */
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

/** An empty string tells nothing, and the id of a Skyvern credential is what should stand there. */
function isTelling(value: unknown): boolean {
  return (
    typeof value === "number" || (typeof value === "string" && value !== "" && !value.startsWith("cred_"))
  );
}

/** Compared by whole words, so that `secretary` is no secret. */
function looksSecret(key: string, { keys, except }: SecretNames): boolean {
  if (except.includes(key)) return false;
  const words = ` ${wordsOf(key).join(" ")} `;
  return keys.some((name) => {
    const wanted = wordsOf(name);
    return words.includes(` ${wanted.join(" ")} `) || words.includes(` ${wanted.join("")} `);
  });
}

/** `portalAPIKeys` and `portal_api-key2` are portal, api, key. */
function wordsOf(name: string): string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) =>
    word.toLowerCase().replace(/s$/, ""),
  );
}
