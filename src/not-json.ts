/** What to write instead of a value that JSON cannot hold, by class (`Object.prototype.toString`). */
const inPlaceOf: Readonly<Record<string, string>> = {
  Date: "Call .toISOString() on it.",
  Map: "Write Object.fromEntries(map).",
  Set: "Write [...set].",
  Error: "Write its .message.",
  RegExp: "Write its .source.",
  URL: "Write its .href.",
  URLSearchParams: "Call .toString() on it.",
  Number: "Write a plain number: 5, not new Number(5).",
  String: 'Write a plain string: "a", not new String("a").',
  Boolean: "Write true or false, not new Boolean(true).",
};

/** A surrogate without its other half, as a text has it that was cut inside an emoji. */
export const halfCharacter = /\p{Cs}/u;

/** Marks of the SDK's own classes (`isInstance` in `@pulumi/pulumi`). Every copy of the SDK has the same marks. */
const pulumiClasses: readonly (readonly [mark: string, what: string])[] = [
  ["__pulumiResource", "It is a resource. Pass one of its outputs, such as resource.id."],
  ["__pulumiAsset", "It is an asset. Pass a string, such as the text of the file."],
  ["__pulumiArchive", "It is an archive. Pass a string, such as its address."],
];

/**
 * Why JSON cannot hold a value, and what to write instead. Undefined if JSON can hold it, and for lists and plain
 * objects, whose content is not checked. The SDK would store such a value as something else, often as `{}`, without a
 * warning.
 *
 * @example
 * notJson(new Date()); // "It is a Date, which JSON cannot hold. Call .toISOString() on it."
 */
export function notJson(value: unknown): string | undefined {
  if (typeof value === "string" && halfCharacter.test(value))
    return "It has half of a character (an unpaired surrogate), which UTF-8 cannot store. Write the whole character.";
  const cannot = (what: string, advice: string): string => `It is ${what}, which JSON cannot hold. ${advice}`;
  if (typeof value === "number" && !Number.isFinite(value))
    return cannot(String(value), "Write null, or leave it out.");
  if (typeof value === "bigint") return cannot("a bigint", "Call .toString() on it.");
  if (typeof value === "symbol") return cannot("a symbol", "Leave it out, or write a string.");
  if (typeof value === "function") return cannot("a function", "Leave it out, or pass what it returns.");
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  for (const [mark, what] of pulumiClasses) if (Reflect.get(value, mark) === true) return what;
  if (isPlain(value)) return undefined;
  const name = classOf(value);
  if (value instanceof Uint8Array || name === "Buffer")
    return cannot("a buffer of bytes", 'Call .toString("base64") on it, or write the text that it holds.');
  const itsJson = typeof Reflect.get(value, "toJSON") === "function" ? "Call .toJSON() on it." : undefined;
  const advice = inPlaceOf[name] ?? itsJson ?? "Write a plain object with the values that you mean.";
  return cannot(`${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`, advice);
}

/** The reason why an undefined item of a list is refused: the SDK would store null. */
export const undefinedItem = "It is undefined, which a list cannot hold. Write null, or leave it out.";

/** Includes objects of another realm, which has its own `Object`, and objects without a prototype, as some parsers make them. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && classTag(value) === "Object");
}

function classTag(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** The built-in class, such as `Date` or `Error`; else the name of the constructor. */
function classOf(value: object): string {
  const tag = classTag(value);
  if (tag !== "Object") return tag;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? name : "class instance";
}
