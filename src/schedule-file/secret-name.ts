/** Words that mark a name as that of a secret. */
const secretWords =
  /^(passwords?|passwd|pwd|passphrase|passcode|secrets?|tokens?|credentials?|apikeys?|bearer|jwt|otp|totp|cvv|cvc)$/;
/** Endings that do so too: `dbpassword` looks like a secret, `monkey` does not. */
const secretEnds =
  /(password|passwd|passphrase|secret|token|credential|(api|app|access|private|priv|secret|signing|encryption|auth|account|storage|client|service|database|db|master|ssh)key)s?$/;
/** Words before which `pass` is a ticket or a number. */
const otherPasses = /^(boarding|season|day|ski|bus|rail|first|second)$/;
/** Names that describe a secret without holding it: `token_count`, `secret_name`, `credential_id`. */
const namesOfAttributes =
  /^(id|ids|name|names|url|uri|count|length|limit|max|min|type|kind|label|path|file|field|selector|policy|hint|expiry|expires|required|enabled|age|days|hours|minutes|seconds)$/;

/** Whether an environment variable looks like a secret. Strict, because it can be any variable of the CI job. */
export function isSecretVariable(name: string): boolean {
  return wordsOf(name).some(
    (word) => isSecretWord(word) || /^(keys?|pass|pat|auth|private|cookie|webhook|dsn)$/.test(word),
  );
}

/** Whether a parameter looks like a secret. A bare `key` does not: it often names a column or a record. */
export function isSecretParameter(name: string): boolean {
  const words = wordsOf(name);
  if (namesOfAttributes.test(words.at(-1) ?? "")) return false;
  if (words.at(-1) === "pass") return !otherPasses.test(words.at(-2) ?? "");
  return words.some(isSecretWord) || secretEnds.test(words.join(""));
}

/** Whether a text is an address with a password, such as `postgres://user:password@host/db`. */
export function hasPassword(text: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\/[^\s/?#:@]*:[^\s/?#@]+@/i.test(text);
}

function isSecretWord(word: string): boolean {
  return secretWords.test(word) || secretEnds.test(word);
}

/** The words of a name in lower case: `apiKey`, `API_KEY` and `api-key` are `api` and `key`. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
