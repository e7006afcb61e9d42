import type { SandboxParameter } from "../../sandbox/workflows/ready-made";

type Type = SandboxParameter["type"];

/** Values that a schedule may leave out get one of these. */
const defaults: Readonly<
  Record<Exclude<Type, "credential_id">, NonNullable<SandboxParameter["defaultValue"]>>
> = {
  string: "",
  file_url: "",
  integer: 0,
  float: 0,
  boolean: false,
  json: {},
};

/** The parameters of a workflow, as its schedules use them. */
export class SeedParameters {
  readonly #values = new Map<string, unknown[]>();
  #schedules = 0;

  /** Adds the parameters of one schedule. */
  add(parameters: { readonly [key: string]: unknown }): void {
    this.#schedules += 1;
    for (const [key, value] of Object.entries(parameters))
      this.#values.set(key, [...(this.#values.get(key) ?? []), value]);
  }

  /** A parameter is required if every schedule has it. */
  declared(): readonly SandboxParameter[] {
    return [...this.#values].map(([key, values]) => {
      const type = typeOf(values);
      const isRequired = values.length === this.#schedules || type === "credential_id";
      return { key, type, ...(isRequired ? {} : { defaultValue: defaults[type] }) };
    });
  }

  /** The credentials that must exist. */
  credentialIds(): readonly string[] {
    return [...this.#values.values()]
      .filter((values) => typeOf(values) === "credential_id")
      .flat()
      .map(String);
  }
}

/** The type of the first value. Whole numbers and others together are a float. */
function typeOf(values: readonly unknown[]): Type {
  const [first] = values;
  if (typeof first === "boolean") return "boolean";
  if (typeof first === "number") return values.every(Number.isInteger) ? "integer" : "float";
  if (typeof first !== "string") return "json";
  return values.every((value) => /^cred_\w+$/.test(String(value))) ? "credential_id" : "string";
}
