import { isPlainObject } from "../../plain-object";
import { propertyPath } from "../../property-path";
import { hasPassword, isSecretParameter } from "../../schedule-file/secret-name";

type Parameters = Readonly<Record<string, unknown>>;

const secret = "[secret]";

/** Shorter values are too common in any text to be hidden in it. */
const shortest = 4;

/** Keys that stand without quotes in the paths of secrets. */
const plain = /^[\w-]+$/;

/** Parameters without values that are, or look like, secrets. */
export interface ShownParameters {
  readonly shown: Parameters;
  /** Replaces the hidden values in a text. */
  readonly hide: (text: string) => string;
}

/**
 * Hides the value of each key that looks like a secret, at any depth, and what the state of a stack keeps as a secret.
 *
 * @param secretPaths such as `parameters` or `parameters.token`
 */
export function shownParameters(parameters: Parameters, secretPaths: readonly string[]): ShownParameters {
  const hidden: string[] = [];
  const shownValue = (path: string, key: string, value: unknown): unknown => {
    const isAddress = typeof value === "string" && hasPassword(value);
    if (isAddress || isSecretParameter(key) || secretPaths.includes(path)) {
      hidden.push(...textsIn(value));
      return secret;
    }
    if (Array.isArray(value)) return value.map((item) => shownValue(path, "", item));
    return isPlainObject(value) ? shownObject(path, value) : value;
  };
  const shownObject = (path: string, object: Parameters): Parameters =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        shownValue(propertyPath(path, key, plain), key, value),
      ]),
    );
  const isWhole = secretPaths.includes("parameters");
  const shown = isWhole
    ? Object.fromEntries(Object.keys(parameters).map((key) => [key, secret]))
    : shownObject("parameters", parameters);
  if (isWhole) hidden.push(...textsIn(parameters));
  // The longest first: one value may be part of another.
  const texts = hidden.sort((one, other) => other.length - one.length);
  return { shown, hide: (text) => texts.reduce((left, value) => left.replaceAll(value, secret), text) };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    return text.length < shortest ? [] : [text];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
