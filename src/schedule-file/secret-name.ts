/** Words that mark a name as that of a secret. */
const secretWords =
  /^(passwords?|passwd|pwd|passphrase|passcode|secrets?|tokens?|credentials?|apikeys?|bearer|otp|totp|cvv|cvc)$/;
/** Endings that do so too: `dbpassword` looks like a secret, `monkey` does not. */
const secretEnds =
  /(password|passwd|passphrase|secret|token|credential|(api|access|private|secret|signing|encryption|auth|account|storage)key)s?$/;
/** Names that describe a secret without holding it: `token_count`, `secret_name`, `credential_id`. */
const namesOfAttributes =
  /^(id|ids|name|names|url|uri|count|length|limit|max|min|type|kind|label|path|file|field|selector|policy|hint|expiry|expires|required|enabled|age|days|hours|minutes|seconds)$/;

/** Whether an environment variable looks like a secret. Strict, because it can be any variable of the CI job. */
export function isSecretVariable(name: string): boolean {
  return wordsOf(name).some((word) => isSecretWord(word) || /^(keys?|pat|auth|private|cookie)$/.test(word));
}

/** Whether a parameter looks like a secret. A bare `key` does not: it often names a column or a record. */
export function isSecretParameter(name: string): boolean {
  const words = wordsOf(name);
  if (namesOfAttributes.test(words.at(-1) ?? "")) return false;
  return words.some(isSecretWord) || secretEnds.test(words.join(""));
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
