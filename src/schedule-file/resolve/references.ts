import { hasPassword, isSecretVariable } from "../secret-name";

/** The values of references. Each function returns undefined for an unknown key. */
export interface ReferenceSource {
  /** A value of the stack's configuration; `isSecret` if it is stored as a secret. */
  readonly config: (key: string) => { readonly value: string; readonly isSecret: boolean } | undefined;
  /** A secret of the stack's configuration, as an output. */
  readonly secret: (key: string) => unknown;
  /** The environment variables that the program allows. The file cannot read any other. */
  readonly environmentVariables: ReadonlySet<string>;
  readonly env: (key: string) => string | undefined;
  /** Joins parts, some of which are outputs, into one text. */
  readonly join: (parts: readonly unknown[]) => unknown;
}

type Part = { readonly value: unknown } | { readonly problem: string };

const known = `\${config:key}, \${secret:key} or \${env:KEY}`;
/** `${KEY:-default}` and the like, as in shells and in Compose. The name of a variable has no hyphen, a key can have one. */
const withDefault = /^(?:(?:(config|secret|env):)?(\w[\w.:/-]*?)(?::[-?+=]|[?+=])|(env):(\w+)-)/;

/** Whether a text has `${…}`, so that its value is not known yet. */
export function hasReference(text: string): boolean {
  return text.includes("${");
}

/**
 * A text with `${config:key}`, `${secret:key}` and `${env:KEY}` filled in; `$${` stands for `${`. Without a `source`
 * the text stays as it is, and only the syntax of the references is checked.
 */
export function fillReferences(
  text: string,
  allowsSecret: boolean,
  source?: ReferenceSource,
): { readonly value: unknown; readonly problems: readonly string[] } {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{\{.*?\}\}|\$\{([^{}]*)(\}?)/g)) {
    const [whole, inner = "", end] = match;
    parts.push({ value: text.slice(from, match.index) });
    if (whole === "$${") parts.push({ value: "${" });
    else if (whole.startsWith("${{")) parts.push({ problem: ofGitHub });
    else parts.push(fillReference(inner, end === "}", allowsSecret, source));
    from = match.index + whole.length;
  }
  parts.push({ value: text.slice(from) });
  const problems = parts.flatMap((part) => ("problem" in part ? [part.problem] : []));
  if (source === undefined || problems.length > 0) return { value: text, problems };
  const values = parts.flatMap((part) => ("value" in part && part.value !== "" ? [part.value] : []));
  const isText = values.every((value) => typeof value === "string");
  return {
    value: isText ? values.join("") : values.length === 1 ? values[0] : source.join(values),
    problems,
  };
}

function fillReference(
  inner: string,
  isClosed: boolean,
  allowsSecret: boolean,
  source?: ReferenceSource,
): Part {
  if (!isClosed && inner.endsWith("$"))
    return { problem: "has a reference inside another one, which is not filled in" };
  if (!isClosed)
    return {
      problem: `has an unclosed reference: write "}" after "\${${inner}", or "$\${" for "\${" itself`,
    };
  const [, ofKind, name = "", ofVariable = ofKind, variable = name] = withDefault.exec(inner) ?? [];
  if (variable !== "") return { problem: noDefaults(inner, ofVariable, variable) };
  const [, kind, key = ""] = /^(config|secret|env):([\w.:/-]+)$/.exec(inner) ?? [];
  if (kind === undefined) {
    return {
      problem: `has the reference "\${${inner}}", which is unknown. Use ${known}; write "$\${" for "\${" itself`,
    };
  }
  if (kind === "secret" && !allowsSecret)
    return {
      problem: `cannot be a secret, because previews show it: \${secret:${key}} is allowed in parameters only`,
    };
  if (kind === "env" && isSecretVariable(key)) return { problem: secretVariable(key, allowsSecret) };
  if (source === undefined) return { value: "" };
  if (kind === "env") {
    if (!source.environmentVariables.has(key)) return { problem: unnamedVariable(key) };
    const value = source.env(key);
    // Many CI systems set a missing variable to an empty text.
    if (value === undefined || value === "")
      return {
        problem: `needs the environment variable ${key}, which is ${value === "" ? "empty" : "not set"}`,
      };
    return hasPassword(value)
      ? { problem: secretVariable(key, allowsSecret, "value has a password, and") }
      : { value };
  }
  const found = source.config(key);
  if (found === undefined || found.value === "") {
    // Without a value Pulumi asks for it, so that a secret does not stay in the history of the shell.
    const command = `pulumi config set ${kind === "secret" ? `--secret ${key}` : `${key} VALUE`}`;
    const state = found === undefined ? "not set" : "empty";
    return { problem: `needs ${key} in the stack's configuration, which is ${state}: run \`${command}\`` };
  }
  if (kind === "secret") return { value: source.secret(key) };
  if (!found.isSecret) return { value: found.value };
  return {
    problem: `takes ${key}, a secret of the stack's configuration: write \${secret:${key}}, which is allowed in parameters only`,
  };
}

/** Parameters and descriptions are stored in clear text, and previews print them. */
function secretVariable(
  key: string,
  allowsSecret: boolean,
  reason = "name looks like that of a secret, and the value",
): string {
  const advice = allowsSecret
    ? `: store it with \`pulumi config set --secret NAME\`, and write \${secret:NAME}`
    : ", and a secret is allowed in parameters only";
  return `cannot take the environment variable ${key}: its ${reason} would be shown${advice}`;
}

const ofGitHub = `has a "\${{ … }}" of GitHub Actions, which is not filled in here. Use ${known}`;

function noDefaults(inner: string, kind: string | undefined, name: string): string {
  const kinds = kind === undefined ? ["config", "env"] : [kind];
  const meant = kinds.map((one) => `\${${one}:${name}}`).join(" or ");
  return `has the reference "\${${inner}}", but references have no defaults. Write ${meant}, and set the value`;
}

function unnamedVariable(key: string): string {
  return `cannot take the environment variable ${key}: the program does not allow it. Add environmentVariables: [${JSON.stringify(key)}] to the arguments of the ScheduleSet`;
}
