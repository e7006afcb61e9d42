import { isPlainObject } from "../../plain-object";
import { isSecretParameter } from "../secret-name";
import type { LintSubject, LintWarning } from "./subject";

/** Warns of a parameter in clear text whose name looks like the name of a secret. Never shows the value. */
export function lintPlainSecrets(subjects: readonly LintSubject[]): readonly LintWarning[] {
  return subjects.flatMap(({ key, parameters = {} }) =>
    plainSecrets(parameters, "").map(({ path, name }): LintWarning => {
      const setting = name.replace(/[^\w.-]/g, "-");
      const message =
        `has the parameter "${path}" in clear text, which state and previews show. If it is a secret, write ` +
        `"\${secret:${setting}}", and set it with \`pulumi config set --secret ${setting}\``;
      return { rule: "plain-secret", message, keys: [key] };
    }),
  );
}

/** Skips outputs and the like, which may be secret. */
function plainSecrets(
  value: unknown,
  path: string,
  name?: string,
): readonly { readonly path: string; readonly name: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => plainSecrets(item, `${path}[${index}]`, name));
  }
  if (isPlainObject(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      plainSecrets(item, path === "" ? key : `${path}.${key}`, isSecretParameter(key) ? key : name),
    );
  }
  return name !== undefined && isInClear(value) ? [{ path, name }] : [];
}

/** Not the id of a credential that Skyvern keeps (`cred_…`), and not a reference to a secret of the stack. */
function isInClear(value: unknown): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && value !== "" && !/^cred_\w+$|\$\{secret:/.test(value);
}
