import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { kindOf, providerTypes } from "../../plugin/tokens";

/** Properties as the engine's events show them. */
export type Properties = Readonly<Record<string, unknown>>;

/** One property that is not the same on both sides; undefined where it is not set. Secrets are `[secret]`. */
export interface Difference {
  /** Such as `cronExpression` or `parameters.vendor`. */
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
}

const secret = "[secret]";
const unknown = "(known after up)";

/** The engine's mark of a value that is not known in a preview. */
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The key, and the value at it, by which the engine marks a secret (`sdk/go/common/resource/sig`). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Inputs that the resource classes set. Only earlier versions store `origin` under this name. */
const internal = new Set(["origin", "afterHold", "pausedByHand"]);

/** The properties of a type that concern its user: not where a dynamic provider's code is. */
export function visible(type: string, properties: Properties): Properties {
  const isShown = (key: string): boolean =>
    !key.startsWith("__") && !(internal.has(key) && kindOf(type) !== undefined);
  const shown = Object.entries(properties).filter(([key]) => isShown(key));
  if (!providerTypes.includes(type)) return Object.fromEntries(shown);
  // A provider stores `skyvern:apiKeyEnv` with dynamic resources, and `apiKeyEnv` with the plugin.
  return Object.fromEntries(shown.map(([key, value]) => [key.replace(/^skyvern:/, ""), value]));
}

/** The properties that differ, objects looked into; those of `before` come first. */
export function differences(before: Properties, after: Properties): readonly Difference[] {
  return compare("", readable(before), readable(after));
}

/** The paths at which there are secrets. Whether two secrets differ is not to be seen. */
export function secretPaths(properties: Properties): readonly string[] {
  const paths = (path: string, value: unknown): readonly string[] => {
    if (value === secret) return [path];
    if (!isObject(value)) return hasSecret(value) ? [path] : [];
    return Object.entries(value).flatMap(([key, item]) => paths(below(path, key), item));
  };
  return paths("", readable(properties));
}

/**
 * The paths of the properties that the provider reports as different, in the notation of {@link secretPaths}; empty for a
 * dynamic resource.
 */
export function reportedPaths({ detailedDiff }: Pick<StepEventMetadata, "detailedDiff">): readonly string[] {
  return Object.keys(detailedDiff ?? {}).map((path) => path.replace(/\["([\w-]+)"\]/g, ".$1"));
}

/**
 * The differences between two sides that the engine reports as different, with the secrets among them.
 *
 * @param reported by the provider. Without them, one of the secrets differs if no other difference shows.
 */
export function differencesOrSecret(
  before: Properties,
  after: Properties,
  reported: readonly string[],
): readonly Difference[] {
  const seen = differences(before, after);
  const secrets = secretPaths(after);
  const secretAt = (property: string): Difference => ({ property, before: "[secret]", after: "[secret]" });
  if (reported.length > 0) {
    const isShown = (path: string): boolean => seen.some(({ property }) => overlap(property, path));
    const differing = secrets.filter((path) => !isShown(path) && reported.some((one) => overlap(one, path)));
    return [...seen, ...differing.map(secretAt)];
  }
  return seen.length > 0 || secrets.length === 0 ? seen : [secretAt(secrets.join(" or "))];
}

/** Whether two property paths are equal, or one is inside the other. */
export function overlap(one: string, other: string): boolean {
  const isInside = (inner: string, outer: string): boolean =>
    inner.startsWith(outer) && /^($|[.[])/.test(inner.slice(outer.length));
  return isInside(one, other) || isInside(other, one);
}

/** A value in one line, such as `"0 2 * * *"`; a long one is cut to its first 80 characters. */
export function spokenValue(value: unknown): string {
  return cut(withShortHashes(inOneLine(value)), 0);
}

/** Both sides of a difference, one line each. If a cut would hide the difference, it is made around it. */
export function spokenSides(before: unknown, after: unknown): readonly [string, string] {
  const whole = [inOneLine(before), inOneLine(after)] as const;
  const short = [withShortHashes(whole[0]), withShortHashes(whole[1])] as const;
  const sides = short[0] === short[1] ? whole : short;
  const start = cut(sides[0], 0) === cut(sides[1], 0) ? Math.max(0, firstDifference(...sides) - 30) : 0;
  return [cut(sides[0], start), cut(sides[1], start)];
}

function inOneLine(value: unknown): string {
  if (value === undefined) return "(not set)";
  return value === secret || value === unknown ? value : JSON.stringify(value);
}

/** Cuts each hash of 40 digits or more to its first eight. */
function withShortHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{8})[0-9a-f]{32,}\b/g, "$1...");
}

/** At most 80 characters from `start` on, with dots for what is left out. */
function cut(text: string, start: number): string {
  const rest = start === 0 ? text : `...${text.slice(start)}`;
  return rest.length > 80 ? `${rest.slice(0, 77)}...` : rest;
}

/** The index of the first difference; the length of the shorter text if it begins the other. */
function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}

/** The value with the engine's marks in words. */
function readable(value: unknown): unknown {
  if (value === unknownMark) return unknown;
  if (Array.isArray(value)) return value.map(readable);
  if (!isObject(value)) return value;
  if (value[signatureKey] === secretSignature) return secret;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readable(item)]));
}

function compare(path: string, before: unknown, after: unknown): readonly Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => compare(below(path, key), before[key], after[key]));
  }
  if (canonical(before) === canonical(after)) return [];
  // What was secret on one side is not shown on the other either.
  const isOnBoth = before !== undefined && after !== undefined;
  if (isOnBoth && (hasSecret(before) || hasSecret(after)))
    return [{ property: path, before: secret, after: secret }];
  return [{ property: path, before, after }];
}

function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function hasSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecret);
  return isObject(value) ? Object.values(value).some(hasSecret) : value === secret;
}

/** The same text for the same value, in whatever order its keys are. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) =>
      isObject(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
    ) ?? ""
  );
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
