import { checkCron } from "../../calendar/cron/check-cron";
import { type InstantName, readInstant } from "../../calendar/instant";
import { readInterval } from "../../calendar/interval-length";
import { parseDuration } from "../../duration";

// What is wrong with a text of a schedule file: with the text itself, or once its references are filled in. A problem
// follows the name of the value; one with a subject of its own begins with a colon.

/** What is wrong with the value of that name, without the full stop. */
export function problemWith(name: string, problem: string): string {
  return `${name}${problem.startsWith(":") ? "" : " "}${problem}`;
}

/** Whether a text is a word for true or false. YAML 1.2 reads most of them as texts. */
export const isVerdict = (value: string) => /^(yes|on|no|off|true|false)$/i.test(value);

/** Why a text cannot be a cron expression of a schedule, or undefined. */
export function cronProblem(value: string): string | undefined {
  const reading = checkCron(value);
  if ("text" in reading) return undefined;
  return /^(?:never )?fires\b/.test(reading.problem) ? reading.problem : `: ${reading.problem}`;
}

/** Why a text cannot be an interval of a schedule, or undefined. */
export function intervalTextProblem(value: string): string | undefined {
  const reading = readInterval(value);
  return "problem" in reading ? `: ${reading.problem}` : undefined;
}

/** Why a text cannot be a time of a schedule, or undefined. */
export function instantProblem(name: InstantName): (value: string) => string | undefined {
  return (value) => {
    const reading = readInstant(value, name);
    return "problem" in reading ? reading.problem : undefined;
  };
}

/** Why `__proto__` cannot be a key, in a file and in an object of the program. */
export const reservedKey = '"__proto__" is a reserved name and cannot be a key. Choose another name.';

/** Why a text cannot be the id of a workflow, or undefined. */
export function workflowIdProblem(id: string): string | undefined {
  return /^wpid_\w+$/.test(id) ? undefined : "is not the id of a workflow, such as wpid_123";
}

/** Why a text cannot be a name or a title, or undefined. */
export function emptyProblem(value: string): string | undefined {
  return value.trim() === "" ? "is empty" : undefined;
}

/** Why a text cannot be the name of a schedule, or undefined. An empty one stands for a schedule without a name. */
export function nameProblem(value: string): string | undefined {
  return value === "" || value.trim() !== "" ? undefined : 'is blank; write "" for a schedule without a name';
}

export const noReason = "must give the reason; remove it to end the pause";
export const notWhy =
  "must give the reason, not a yes or no: write a reason, or remove it so that nothing is paused";

/** Why a text cannot be the reason of a pause, or undefined. A "no" would pause everything too. */
export function pausedProblem(reason: string): string | undefined {
  if (reason.trim() === "") return noReason;
  return isVerdict(reason.trim()) ? notWhy : undefined;
}

const longestSpread = 12 * 3_600_000;

/** Whole minutes of a `spread`; undefined if it is invalid. */
export function spreadMinutes(spread: string): number | undefined {
  const length = parseDuration(spread);
  const isWhole =
    length !== undefined && length >= 60_000 && length <= longestSpread && length % 60_000 === 0;
  return isWhole ? length / 60_000 : undefined;
}

/** Blanks that look like a space or like nothing. */
export const oddBlanks = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]/;

/** The first special blank in a text, which looks like a space or like nothing: `no-break space (U+00A0)`. */
export function namedBlank(text: string): string | undefined {
  const [blank] = oddBlanks.exec(text) ?? [];
  if (blank === undefined) return undefined;
  const code = blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `${blank === "\u00a0" ? "no-break space" : "special space"} (U+${code})`;
}
