import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Asks what the server says about `cron` at each of `nows`, in seconds since the epoch. */
export interface RuleQuestion {
  readonly cron: string;
  readonly nows: readonly number[];
}

/** Asks for the fire times that the server lists; `after` in seconds since the epoch. */
export interface NextRunsQuestion {
  readonly cron: string;
  readonly timezone: string;
  readonly after: number;
  readonly count: number;
}

/** Asks for the runs too many that the scheduler starts from `from` on and before `until`, in seconds since the epoch. */
export interface ExtraRunsQuestion {
  readonly cron: string;
  readonly timezone: string;
  readonly from: number;
  readonly until: number;
}

const PROCESSES = 2;

/** For each question and each of its nows: null where the server accepts, else its reason. */
export function askRule(
  questions: readonly RuleQuestion[],
): Promise<readonly (readonly (string | null)[])[]> {
  return ask(questions);
}

/** For each question the fire times, in seconds since the epoch; null at the end where croniter gives up. */
export function askNextRuns(
  questions: readonly NextRunsQuestion[],
): Promise<readonly (readonly (number | null)[])[]> {
  return ask(questions);
}

/** For each question the runs for fire times that the expression does not have: when it started, the fire time. */
export function askExtraRuns(
  questions: readonly ExtraRunsQuestion[],
): Promise<readonly (readonly (readonly [number, number])[])[]> {
  return ask(questions);
}

/** For each timezone null where the server accepts, else its reason. */
export function askTimezones(names: readonly string[]): Promise<readonly (string | null)[]> {
  return ask(names.map((timezone) => ({ timezone })));
}

/** Asks for all runs that the scheduler starts; it looks each `step` seconds, from half a minute after `from`. */
export interface StartedRunsQuestion extends ExtraRunsQuestion {
  readonly step: number;
}

/** For each question the runs: when it started, for which fire time, and whether the expression has that fire time. */
export function askStartedRuns(
  questions: readonly StartedRunsQuestion[],
): Promise<readonly (readonly [number, number, boolean][])[]> {
  return ask(questions);
}

/** Asks for the next runs of an interval at a moment; all times in seconds since the epoch. */
export interface IntervalQuestion {
  readonly timezone: string;
  readonly now: number;
  readonly count: number;
  readonly interval: number;
  readonly first: number;
}

/** For each question the list of the server's own `calculate_next_runs`, in seconds since the epoch. */
export function askIntervals(
  questions: readonly IntervalQuestion[],
): Promise<readonly (readonly number[])[]> {
  return ask(questions, "server-next-runs.py");
}

async function ask<Answer>(questions: readonly object[], script = "croniter-rule.py"): Promise<Answer[]> {
  const python = process.env.SKYVERN_PYTHON;
  if (python === undefined || python === "")
    throw new Error("SKYVERN_PYTHON is not set: it names the Python interpreter of a Skyvern installation.");
  const answers = await Promise.all(
    Array.from({ length: PROCESSES }, (_, part) =>
      askOne<Answer>(
        python,
        script,
        questions.filter((_question, index) => index % PROCESSES === part),
      ),
    ),
  );
  return questions.map((_, index) => {
    const answer = answers[index % PROCESSES]?.[Math.floor(index / PROCESSES)];
    if (answer === undefined) throw new Error(`${script} gave no answer to question ${index}`);
    return answer;
  });
}

async function askOne<Answer>(
  python: string,
  script: string,
  questions: readonly object[],
): Promise<Answer[]> {
  const child = spawn(python, [join(__dirname, script)], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(""));
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line) as Answer);
  const code = await exit;
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}`);
  return answers;
}
