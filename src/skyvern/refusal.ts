import { SkyvernError, type SkyvernErrorKind } from "../errors";
import { retryAfterSeconds, runAgain } from "./retry";
import type { TransportAnswer } from "./transport";

/** What a refused call was about. */
export interface RefusedCall {
  readonly operation: string;
  readonly baseUrl: string;
  readonly apiKeySource: string;
  readonly apiKeyAdvice?: string | undefined;
  /** What a 404 about the thing itself contains, such as its id. */
  readonly notFoundTexts: readonly string[];
  /** Removes secrets from the text of the server. */
  readonly redact: (text: string) => string;
}

/** The text of a 503 when the server is too busy to start a run (`core/run_submission_gate.py`). */
const noRunText = "No run was created";

/** The text of the 403 for an organisation without tags (`require_workflow_tagging` in `routes/agent_protocol.py`). */
const noTagsText = /workflow tagging is not enabled/i;

/** The text of the 409 for a one-time schedule that is over (`routes/workflow_schedules.py`). */
const settledText = /already fired or was canceled/;

/** The text of the 400 for a value of a wrong type, with the value (`InvalidWorkflowParameter`). */
const wrongParameterText = /(Expected parameter type: \w+\. Value: )[\s\S]*/;

/** The error for an unsuccessful answer: its kind, and a sentence with the server's text. */
export function refusal(answer: TransportAnswer, call: RefusedCall): SkyvernError {
  const detail = detailOf(answer);
  const kind = kindOf(answer.status, detail, call.notFoundTexts);
  const said = oneLine(call.redact(withoutEcho(detail)));
  const seconds = retryAfterSeconds(answer.retryAfter, Date.now());
  return new SkyvernError(kind, sentence(kind, answer, said, call), {
    operation: call.operation,
    status: answer.status,
    didNothing: answer.status === 429 || detail.includes(noRunText),
    ...adviceFor(kind, call),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

function adviceFor(kind: SkyvernErrorKind, { apiKeyAdvice }: RefusedCall): { readonly advice?: string } {
  if (kind === "unavailable") return { advice: runAgain };
  if (kind === "plan-limit") return { advice: "Check the plan and the credits of the account." };
  if (kind === "not-found")
    return { advice: "Check the id, and that the API key belongs to the right account." };
  return kind === "unauthorized" && apiKeyAdvice !== undefined ? { advice: apiKeyAdvice } : {};
}

function kindOf(status: number, said: string, notFoundTexts: readonly string[]): SkyvernErrorKind {
  if (status === 403 && noTagsText.test(said)) return "unsupported";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 400 && wrongParameterText.test(said)) return "wrong-parameter";
  // FastAPI answers an unknown path with 404 "Not Found", and so does any other web server behind a wrong
  // base URL: only a 404 about the thing itself says that it is gone.
  if (status === 404) {
    const isAboutIt =
      /not found|does not exist/i.test(said) && notFoundTexts.some((text) => said.includes(text));
    return isAboutIt ? "not-found" : "unsupported";
  }
  if (status === 409 && settledText.test(said)) return "invalid";
  if (status === 402 || status === 409) return "plan-limit";
  if (status === 405 || status === 501) return "unsupported";
  if (status === 429 || status === 408 || status >= 500) return "unavailable";
  return status >= 400 ? "invalid" : "unexpected-response";
}

function sentence(kind: SkyvernErrorKind, answer: TransportAnswer, said: string, call: RefusedCall): string {
  const start = `Could not ${call.operation}: `;
  const quoted = said === "" ? `HTTP ${answer.status}` : `HTTP ${answer.status}, "${said}"`;
  switch (kind) {
    case "unauthorized":
      return `${start}Skyvern refused the API key (${quoted}). Check ${call.apiKeySource}, and that the key belongs to ${call.baseUrl}.`;
    case "not-found":
      return `${start}it does not exist, or was deleted (${quoted}).`;
    case "plan-limit":
      return `${start}the account has reached a limit of its plan or credits (${quoted}).`;
    case "unsupported":
      return `${start}${call.baseUrl} does not offer this (${quoted}). Check skyvern:baseUrl, and the version of a self-hosted server.`;
    case "unavailable":
      return `${start}the server could not do it now (${quoted}).`;
    case "unexpected-response":
      return `${start}${call.baseUrl} redirected it (HTTP ${answer.status}) to ${hostOf(answer.location)}, and a redirect is not followed, so that the API key reaches no other host. Set skyvern:baseUrl to the address of the API itself.`;
    default:
      return `${start}Skyvern refused the request (${quoted}).`;
  }
}

function hostOf(location: string | undefined): string {
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : "another address";
}

/** Without the parameter's value that the server quotes when its type is wrong. */
export function withoutEcho(text: string): string {
  return text.replace(wrongParameterText, "$1[value]");
}

/** Without control characters, and at most 500 characters long. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ").slice(0, 500);
}

/**
 * What the server said. A 422 of FastAPI is a list whose entries
 * echo the request body under `input` and `ctx`: only `loc` and `msg` are taken.
 */
function detailOf(answer: TransportAnswer): string {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return "";
  }
  if (typeof body !== "object" || body === null) return "";
  const detail = "detail" in body ? body.detail : "error" in body ? body.error : undefined;
  const text = Array.isArray(detail) ? detail.map(validationLine).join("; ") : detail;
  return typeof text === "string" ? text : "";
}

function isPlain(step: unknown): boolean {
  return typeof step === "string" || typeof step === "number";
}

function validationLine(entry: unknown): string {
  if (typeof entry !== "object" || entry === null) return "";
  const path = "loc" in entry && Array.isArray(entry.loc) ? entry.loc.filter(isPlain).join(".") : "";
  const message = "msg" in entry && typeof entry.msg === "string" ? entry.msg : "invalid";
  return `${path}: ${message}`;
}
