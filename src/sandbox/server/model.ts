import type { Json } from "../../skyvern/wire";
import { InvalidRequest, type ValidationFailure } from "./api-error";
import { isJsonObject, type JsonObject } from "./json";

/** Reads one value as leniently as Pydantic does: `"600"` is an integer and `"off"` is false. Throws `Refused`. */
export type Field<T> = (value: unknown) => T;

/** The fields of a request. Their order is the order of the errors. */
export type Model = Readonly<Record<string, Field<unknown>>>;

/** What is read with a model. */
export type Read<M extends Model> = { readonly [Key in keyof M]: ReturnType<M[Key]> };

/** The message of Pydantic about a value that is not an object. */
export const notAnObject = "Input should be a valid dictionary or object to extract fields from";

/** The failures of one value. Their locations are relative to the value. */
class Refused {
  readonly failures: readonly ValidationFailure[];

  constructor(failures: readonly ValidationFailure[]) {
    this.failures = failures;
  }
}

/** Refuses a value of a wrong type. */
export function refuse(type: string, msg: string, input: unknown, ctx?: object): never {
  throw new Refused([{ type, loc: [], msg, input, ...(ctx && { ctx }) }]);
}

/** Refuses a value of the right type that breaks a rule of the server. */
export function refuseValue(reason: string, input: unknown): never {
  throw new Refused([
    { type: "value_error", loc: [], msg: `Value error, ${reason}`, input, ctx: { error: {} } },
  ]);
}

/** Reads a body, or throws the server's 422 with all failures. `objection` checks a rule about several fields. */
export function readBody<M extends Model>(
  model: M,
  body: unknown,
  objection: (read: Read<M>) => string | undefined = () => undefined,
): Read<M> {
  return readAt("body", () => {
    if (body === undefined || body === null) refuse("missing", "Field required", null);
    if (!isJsonObject(body)) {
      refuse("model_attributes_type", notAnObject, body);
    }
    const read = readFields(model, body);
    const reason = objection(read);
    return reason === undefined ? read : refuseValue(reason, body);
  });
}

/** Reads a whole body as `field`, or throws the server's 422. */
export function readBodyAs<T>(field: Field<T>, body: unknown): T {
  return readAt("body", () => field(body));
}

/** Reads query parameters, or throws the server's 422. `lists` are the names that may come more than once. */
export function readQuery<M extends Model>(
  model: M,
  query: URLSearchParams,
  ...lists: readonly (keyof M & string)[]
): Read<M> {
  const listed = lists.map((key) => [key, query.getAll(key)]);
  return readAt("query", () =>
    readFields(model, { ...Object.fromEntries(query), ...Object.fromEntries(listed) }),
  );
}

/** Reads the fields of an object or the entries of a list, and reports all failures at once. */
export function readFields<M extends Model>(model: M, values: JsonObject | readonly Json[]): Read<M> {
  const failures: ValidationFailure[] = [];
  const read: Record<string, unknown> = {};
  const given = new Map(Object.entries(values));
  for (const [key, field] of Object.entries(model)) {
    const value = given.get(key);
    try {
      read[key] = field(value);
    } catch (error) {
      if (value === undefined && error instanceof Refused) {
        failures.push({ type: "missing", loc: [key], msg: "Field required", input: values });
      } else failures.push(...failuresBelow(Array.isArray(values) ? Number(key) : key, error));
    }
  }
  if (failures.length > 0) throw new Refused(failures);
  return read as Read<M>;
}

/** Reads a part of a value. The locations of its failures begin with `key`. */
export function within<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Refused(failuresBelow(key, error));
  }
}

function readAt<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidRequest(failuresBelow(place, error));
  }
}

function failuresBelow(key: string | number, error: unknown): readonly ValidationFailure[] {
  if (!(error instanceof Refused)) throw error;
  return error.failures.map((failure) => ({ ...failure, loc: [key, ...failure.loc] }));
}
