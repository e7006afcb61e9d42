import { isDeepStrictEqual } from "node:util";
import type { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { isPlainObject } from "../plain-object";
import { propertyPath } from "../property-path";
import type { Properties } from "../provider/lifecycle";
import { provider, Struct, type StructMessage } from "./stubs";

/** How a special value is marked on the way (`specialSigKey` and `specialSecretSig` in `@pulumi/pulumi/runtime/rpc`). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** The properties of a message, with secrets as plain values. */
export function propertiesOf(message: StructMessage | undefined): Properties {
  return plain(message?.toJavaScript() ?? {}) as Properties;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlainObject(value)) return value;
  if (isSecret(value)) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return isPlainObject(value) && value[signatureKey] === secretSignature;
}

/**
 * A message of these properties, without those that are undefined.
 *
 * @param sources the messages from which they come: what is secret in one of them is secret in the result
 */
export function messageOf(properties: object, ...sources: (StructMessage | undefined)[]): StructMessage {
  const raw: unknown = JSON.parse(JSON.stringify(properties));
  const marked = sources.reduce((value, source) => withSecrets(value, source?.toJavaScript()), raw);
  return Struct.fromJavaScript(marked as Record<string, JavaScriptValue>);
}

/** The value with the same parts marked as secret as in the source. */
function withSecrets(value: unknown, source: unknown): unknown {
  if (isSecret(value)) return value;
  if (isSecret(source)) return { [signatureKey]: secretSignature, value };
  if (Array.isArray(value) && Array.isArray(source))
    return value.map((item, index) => withSecrets(item, source[index]));
  if (!isPlainObject(value) || !isPlainObject(source)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withSecrets(item, source[key])]),
  );
}

const { Kind } = provider.PropertyDiff;

/** How a property differs: its path in Pulumi's notation, and the kind. */
export type PropertyDifference = readonly [path: string, kind: PropertyDiff.Kind];

/**
 * The differences below a property, each at its own path (`parameters.vendor`), so that a preview shows only these.
 *
 * @param isReplacing whether the difference replaces the resource
 */
export function differencesAt(
  path: string,
  before: unknown,
  after: unknown,
  isReplacing: boolean,
): readonly PropertyDifference[] {
  if (isDeepStrictEqual(before, after)) return [];
  const inside =
    isPlainObject(before) && isPlainObject(after)
      ? [...new Set([...Object.keys(before), ...Object.keys(after)])]
      : undefined;
  if (inside !== undefined && isPlainObject(before) && isPlainObject(after))
    return inside.flatMap((key) =>
      differencesAt(propertyPath(path, key), before[key], after[key], isReplacing),
    );
  if (before === undefined) return [[path, isReplacing ? Kind.ADD_REPLACE : Kind.ADD]];
  if (after === undefined) return [[path, isReplacing ? Kind.DELETE_REPLACE : Kind.DELETE]];
  return [updateAt(path, isReplacing)];
}

/** A difference of a property whose new value the server decides. */
export function updateAt(path: string, isReplacing: boolean): PropertyDifference {
  return [path, isReplacing ? Kind.UPDATE_REPLACE : Kind.UPDATE];
}
