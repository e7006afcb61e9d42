import type { ListedRequest } from "../../../sandbox/local/request-view";
import type { RunView, ScheduleView } from "../../../sandbox/local/view";

/** Which requests the log shows. */
export interface RequestFilter {
  readonly text: string;
  readonly kind: "all" | "writes" | "errors";
}

/** The requests that match, newest first. The text is searched in method, path, status and client. */
export function filteredRequests(
  requests: readonly ListedRequest[],
  { text, kind }: RequestFilter,
): readonly ListedRequest[] {
  const words = text.toLowerCase().split(/\s/);
  return requests.filter((one) => {
    if (kind === "writes" && (one.method === "GET" || one.method === "HEAD")) return false;
    if (kind === "errors" && one.status < 400) return false;
    const searched = `${one.method} ${one.path} ${one.status} ${one.client}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

/** The schedules in the order of their next runs. Those without one come last. */
export function inOrderOfNextRun(schedules: readonly ScheduleView[]): readonly ScheduleView[] {
  const next = ({ nextRuns: [first] }: ScheduleView) =>
    first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first);
  // Two schedules without a next run keep their order: the difference of two infinities is not a number.
  return [...schedules].sort((one, other) => next(one) - next(other) || 0);
}

/** The name that the page shows. */
export function nameOf({ name, id }: Pick<ScheduleView, "name" | "id">): string {
  return name === null || name.trim() === "" ? id : name;
}

/** When a schedule fires, such as `0 2 * * *`, "every 6 h" and "once". */
export function timesOf({ cron, intervalSeconds }: ScheduleView): string {
  if (cron !== null) return cron;
  return intervalSeconds === null ? "once" : `every ${durationText(intervalSeconds)}`;
}

/** What started a run. */
export function originOf({ schedule, scheduleId }: RunView): string {
  return scheduleId === null ? "started by a request" : (schedule ?? scheduleId);
}

/** "45 s", "5 min", "6 h 30 min", "2 d 4 h". */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** "in 3 h 12 min", "in less than a minute". Whole minutes, so that it changes once a minute. */
export function untilText(time: string, now: number): string {
  const seconds = Math.floor((Date.parse(time) - now) / 1000);
  return seconds < 60 ? "in less than a minute" : `in ${durationText(seconds - (seconds % 60))}`;
}

/** What a move of the clock did, or why it did nothing. */
export function moveText(status: number, answer: unknown): string {
  const { detail, started, isPartial }: { detail?: unknown; started?: unknown; isPartial?: unknown } =
    Object(answer);
  if (status !== 200) return typeof detail === "string" ? detail : `The sandbox answered ${status}.`;
  const count = Number(started);
  const runs = `${count === 0 ? "No" : count.toLocaleString("en")} ${count === 1 ? "run" : "runs"} started.`;
  return isPartial === true ? `${runs} The clock stopped there. Move it again to continue.` : runs;
}
