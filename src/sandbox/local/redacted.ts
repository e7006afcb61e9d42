import { isSecretParameter } from "../../schedule-file/secret-name";
import { isJsonObject } from "../server/json";

/** What stands for a secret. */
const secret = "[secret]";
const longestText = 10_000;
/** Fields whose values are all secret, whatever they are called. */
const secretFields =
  /(^|_)(headers?|authorization|cookies?|signature|pin|ssn|card_number|username_password)$/i;

/**
 * A body of the API as the log shows it: indented JSON without values whose name looks like that of a secret, and
 * without the key of the sandbox.
 */
export function shownBody(text: string, apiKey: string): string {
  if (text === "") return "";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `[${text.length} characters that are not JSON]`;
  }
  return shortened(JSON.stringify(withoutSecrets(value), null, 2).replaceAll(apiKey, secret));
}

/** A path with its query string, without secrets. */
export function shownPath(path: string, apiKey: string): string {
  return shortened(withoutUrlSecrets(path).replaceAll(apiKey, secret), 1000);
}

/** A value of JSON without the values whose name looks like that of a secret. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return withoutTextSecrets(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isJsonObject(value)) return value;
  // The definition of a parameter, and an error about one.
  const names = [value.key, ...(Array.isArray(value.loc) ? value.loc : [])];
  const isSecret = names.some((name) => typeof name === "string" && isSecretName(name));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const hides = isSecretName(key) || (isSecret && /^(default_value|value|input)$/.test(key));
      if (/^yaml_definition$/.test(key) && typeof one === "string")
        return [key, `[YAML, ${one.length} characters]`];
      return [key, hides ? hidden(one) : withoutSecrets(one)];
    }),
  );
}

function isSecretName(name: string): boolean {
  return secretFields.test(name) || isSecretParameter(name);
}

/** Keeps the form of a value, and hides all texts and numbers in it. */
function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hidden(one)]));
  const isShown = value === null || typeof value === "boolean" || value === "";
  return isShown ? value : secret;
}

/** A text can be JSON itself, or a URL with a password or a token. */
function withoutTextSecrets(text: string): string {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.stringify(withoutSecrets(JSON.parse(text)));
    } catch {
      return withoutUrlSecrets(text);
    }
  }
  return withoutUrlSecrets(text);
}

function withoutUrlSecrets(text: string): string {
  return text
    .replace(/\/\/[^/?#@\s]*@/g, `//${secret}@`)
    .replace(/([?&])([^=&#\s]+)=([^&#\s]+)/g, (whole, mark: string, name: string) =>
      isSecretName(name) || /^(sig|key|code)$/i.test(name) ? `${mark}${name}=${secret}` : whole,
    );
}

function shortened(text: string, most = longestText): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n[${text.length - most} more characters]`;
}
