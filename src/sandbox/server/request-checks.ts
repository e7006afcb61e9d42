import { InvalidRequest, refusal } from "./api-error";

/** Throws the server's 403 unless the key is valid. Skyvern never answers 401. */
export function refuseKey(
  given: string | undefined,
  authorization: string | undefined,
  apiKey: string,
): void {
  if (given === apiKey) return;
  if (given) throw refusal(403, "Could not validate credentials");
  // Bearer tokens are for cloud users. The open-source server cannot check them.
  const isBearer = authorization?.startsWith("Bearer ") ?? false;
  throw refusal(403, isBearer ? "Invalid authentication method" : "Invalid credentials");
}

/** The parsed JSON of a body, its text if it was not declared as JSON, or undefined if it is empty. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? "")) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    const atKey = /property name/.test(String(error));
    const reason = atKey ? "Expecting property name enclosed in double quotes" : "Expecting value";
    const failure = { type: "json_invalid", loc: ["body", position], msg: "JSON decode error", input: {} };
    throw new InvalidRequest([{ ...failure, ctx: { error: reason } }]);
  }
}
