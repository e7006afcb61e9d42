/** Keys and indices from the root to a value. */
export type Path = readonly PropertyKey[];

const plainInCode = /^[A-Za-z_$][\w$]*$/;
const plainInFile = /^[\w$-]+$/;

/** `parameters.count`, `list[0]`, or `parameters["two words"]` if the key is not a plain name. */
export function propertyPath(path: string, key: PropertyKey, plain = plainInCode): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (!plain.test(String(key))) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? String(key) : `${path}.${String(key)}`;
}

/** A path in a schedule file, where names may have hyphens: `environments.prod.schedules.nightly-invoices.cron`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => propertyPath(text, step, plainInFile), "");
}
