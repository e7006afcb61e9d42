import { isPlainObject } from "../plain-object";
import type { Path } from "../property-path";
import { hasPassword, isSecretParameter } from "./secret-name";

/** A value in clear text whose name looks like the name of a secret, or an address with a password. */
export interface PlainSecret {
  readonly path: Path;
  /** The key that looks like a secret, the last of the path or one around it; for an address, its own key. */
  readonly name: string;
  readonly value: string | number;
}

/** The values of parameters that look like secrets. Outputs and the like are skipped: they may be secret. */
export function plainSecrets(parameters: unknown, path: Path = [], name?: string): readonly PlainSecret[] {
  if (Array.isArray(parameters))
    return parameters.flatMap((item, index) => plainSecrets(item, [...path, index], name));
  if (isPlainObject(parameters))
    return Object.entries(parameters).flatMap(([key, item]) =>
      plainSecrets(item, [...path, key], isSecretParameter(key) ? key : name),
    );
  const address = typeof parameters === "string" && hasPassword(parameters) ? keyOf(path) : undefined;
  const found = name ?? address;
  return found !== undefined && isInClear(parameters) ? [{ path, name: found, value: parameters }] : [];
}

function keyOf(path: Path): string | undefined {
  const key = path.findLast((step) => typeof step === "string");
  return key === undefined ? undefined : String(key);
}

/** Not the id of a credential that Skyvern keeps (`cred_…`), not a reference to a secret of the stack, and not a flag. */
function isInClear(value: unknown): value is string | number {
  if (typeof value === "number") return true;
  return (
    typeof value === "string" &&
    value !== "" &&
    !/^cred_\w+$|\$\{secret:|^(?:yes|no|on|off|true|false)$/i.test(value)
  );
}

/** The key of a stack's configuration for a secret of this name. */
export function settingFor(name: string): string {
  return name.replace(/[^\w.-]/g, "-");
}
