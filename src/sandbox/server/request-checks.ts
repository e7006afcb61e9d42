import { invalidRequest, refusal } from "./api-error";

/** Throws the server's 403 unless the key is right. Skyvern never answers 401. */
export function refuseKey(
  given: string | undefined,
  authorization: string | undefined,
  apiKey: string,
): void {
  if (given === apiKey) return;
  if (given) throw refusal(403, "Could not validate credentials");
  // A bearer token is for people who sign in to the cloud, which the open-source server cannot check.
  const isBearer = authorization?.startsWith("Bearer ") ?? false;
  throw refusal(403, isBearer ? "Invalid authentication method" : "Invalid credentials");
}

/** The JSON of a body, the bare text when it was not declared as JSON, undefined when there was none. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? "")) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
    const atKey = /property name/.test(String(error));
    const reason = atKey ? "Expecting property name enclosed in double quotes" : "Expecting value";
    throw invalidRequest({
      type: "json_invalid",
      loc: ["body", position],
      msg: "JSON decode error",
      input: {},
      ctx: { error: reason },
    });
  }
}
