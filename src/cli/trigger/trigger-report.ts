import { formatDuration } from "../../duration";
import type { AccountSchedule } from "../../lookup/account-schedules";
import type { Paint } from "../terminal";
import type { ExitCode } from "../usage";

/** A run that was started, and how far it came. `--json` writes it. */
export interface Triggered {
  readonly schedule: Pick<AccountSchedule, "scheduleId" | "workflowId" | "workflowTitle" | "name">;
  readonly run: TriggeredRun;
  /**
   * `ended`: the run has a final status. `started`: nobody waits for it, because of `--no-wait`. `timeout`: it was still
   * active after `--timeout`. `interrupted`: Ctrl-C ended the wait. `unknown`: the server cannot show the run.
   */
  readonly end: "ended" | "started" | "timeout" | "interrupted" | "unknown";
  /** For `unknown`, the reason. */
  readonly problem?: string;
}

/** The run as the server last showed it. */
export interface TriggeredRun {
  /** `wr_…`. */
  readonly runId: string;
  readonly status: string;
  readonly failureReason?: string;
  readonly errors?: readonly unknown[];
  /** The result of the workflow. */
  readonly output?: unknown;
  readonly appUrl?: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** The report of the command `trigger`. */
export function triggerReport(triggered: Triggered, paint: Paint): string {
  const { schedule, run, end, problem } = triggered;
  const { scheduleId, name, workflowTitle, workflowId } = schedule;
  const workflow = workflowTitle === undefined ? workflowId : `"${workflowTitle}"`;
  const subject = `Run ${paint("bold", run.runId)} of ${name ? `${name} (${scheduleId})` : scheduleId}, workflow ${workflow}`;
  return [
    `${subject}: ${spokenEnd(triggered, paint)}`,
    ...(problem === undefined ? [] : [`  ${problem}`]),
    ...(run.failureReason === undefined ? [] : [`  reason: ${run.failureReason.replaceAll("\n", "\n  ")}`]),
    ...(run.appUrl === undefined ? [] : [`  ${run.appUrl}`]),
    ...(continues[end] === undefined ? [] : [`  ${continues[end]}`]),
  ].join("\n");
}

const continues: Partial<Record<Triggered["end"], string>> = {
  timeout: "The wait ended after --timeout. The run continues.",
  interrupted: "The wait was interrupted. The run continues.",
  unknown: "The run was started, and its end is unknown. Look at it in Skyvern before you start another one.",
};

function spokenEnd({ run, end }: Triggered, paint: Paint): string {
  if (end === "started") return "started";
  if (end === "unknown") return paint("red", "end unknown");
  if (end !== "ended") return paint("yellow", `not ended (last known status: ${run.status})`);
  const spent = Date.parse(run.finishedAt ?? "") - Date.parse(run.createdAt);
  const time = Number.isNaN(spent) ? "" : ` after ${formatDuration(spent)}`;
  return paint(run.status === "completed" ? "green" : "red", `${run.status}${time}`);
}

/** 0: completed, or started with `--no-wait`. 2: another final status. 1: no result. */
export function triggerExitCode({ run, end }: Triggered): ExitCode {
  if (end === "started") return 0;
  if (end !== "ended") return 1;
  return run.status === "completed" ? 0 : 2;
}
