import { pathText } from "../../property-path";
import { plainSecrets, settingFor } from "../plain-secrets";
import type { LintSubject, LintWarning } from "./subject";

/** Warns of a parameter in clear text whose name looks like the name of a secret. Never shows the value. */
export function lintPlainSecrets(subjects: readonly LintSubject[]): readonly LintWarning[] {
  return subjects.flatMap(({ key, parameters = {} }) =>
    plainSecrets(parameters).map(({ path, name }): LintWarning => {
      const setting = settingFor(name);
      const message =
        `has the parameter "${pathText(path)}" in clear text, which state and previews show. If it is a secret, write ` +
        `"\${secret:${setting}}", and set it with \`pulumi config set --secret ${setting}\``;
      return { rule: "plain-secret", message, keys: [key] };
    }),
  );
}
