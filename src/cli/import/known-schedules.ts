import { formatInstant } from "../../calendar/instant";
import type { LiveSchedule } from "../../schedule-file/compose/account-schedule";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import type { ReferenceSource } from "../../schedule-file/resolve/references";
import type { SetSchedule } from "../../schedule-file/resolve/resolved-schedule";
import { CommandFailure } from "../usage";
import type { StackState } from "./stack-state";

const resolving = (): typeof import("../../schedule-file/resolve/resolve-environment") =>
  require("../../schedule-file/resolve/resolve-environment");

const merging = (): typeof import("../../schedule-file/resolve/merge") =>
  require("../../schedule-file/resolve/merge");

/**
 * The schedules of an account that the file already has, by id: their keys. State knows them by id; others are found by
 * workflow and name, as `adopt: true` finds them.
 *
 * @throws CommandFailure if the file has an entry that could be several of them, or that cannot be compared
 */
export function knownSchedules(
  source: ScheduleSource,
  environment: string,
  live: readonly LiveSchedule[],
  state: StackState,
  configuration: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const ids = new Set(live.map(({ scheduleId }) => scheduleId));
  const known = new Map([...state.keys].filter(([id]) => ids.has(id)));
  if (source.content === undefined || !Object.hasOwn(source.content.environments, environment)) return known;
  const { schedules, findings } = resolving().resolveEnvironment(
    source,
    environment,
    referencesFrom(configuration),
  );
  // Values of parameters may belong to a stack. A workflow, a name or times must be known.
  const isComplete =
    merging().mergeEnvironment(source.content, environment).schedules.length === schedules.length;
  const finding = isComplete ? findings.find(({ rule }) => rule !== "reference") : findings[0];
  if (finding !== undefined)
    throw new CommandFailure(
      `The file cannot be compared with the account: ${finding.message} Correct it first: \`npx pulumi-skyvern validate\` shows all errors.`,
    );
  const withState = new Set(state.keys.values());
  const free = new FreeSchedules(live.filter((one) => !one.isOver && !known.has(one.scheduleId)));
  for (const schedule of schedules.filter(({ key }) => !withState.has(key))) {
    const found = free.candidates(schedule);
    if (found.length > 1)
      throw new CommandFailure(
        `"${schedule.key}" of the file could be any of ${found.map(({ scheduleId }) => scheduleId).join(", ")}: they have its workflow and name. Write \`adopt\` with the id of one of them into the schedules of "${environment}".`,
      );
    const [one] = found;
    if (one === undefined) continue;
    known.set(one.scheduleId, schedule.key);
    free.take(one);
  }
  return known;
}

/** The schedules of an account that are not yet those of an entry of the file. */
class FreeSchedules {
  readonly #byId: Map<string, LiveSchedule>;
  readonly #byName = new Map<string, Set<LiveSchedule>>();

  constructor(live: readonly LiveSchedule[]) {
    this.#byId = new Map(live.map((one) => [one.scheduleId, one]));
    for (const one of live)
      for (const key of keysOf(one)) this.#byName.set(key, (this.#byName.get(key) ?? new Set()).add(one));
  }

  take(one: LiveSchedule): void {
    this.#byId.delete(one.scheduleId);
    for (const key of keysOf(one)) this.#byName.get(key)?.delete(one);
  }

  /**
   * Those with the id, or the workflow and name, and only the one with the same times if there is one. Of duplicates
   * that do the same, it is the one that an import into a new file takes.
   */
  candidates(schedule: SetSchedule): readonly LiveSchedule[] {
    const { adopt, reference, name } = schedule;
    if (typeof adopt === "string") {
      const one = this.#byId.get(adopt);
      return one === undefined ? [] : [one];
    }
    const named = [...(this.#byName.get(JSON.stringify([reference, name])) ?? [])];
    const alike = named
      .filter((one) => isAlike(schedule, one))
      .sort((one, other) => (rankOf(one) < rankOf(other) ? -1 : 1));
    const [first] = alike.map(workOf);
    return alike.length > 0 && alike.every((one) => workOf(one) === first) ? alike.slice(0, 1) : named;
  }
}

/** A file refers to a workflow by its id or its title. */
function keysOf({ workflowId: id, workflowTitle: title, name = "" }: LiveSchedule): readonly string[] {
  return [{ id }, { title }].map((reference) => JSON.stringify([reference, name]));
}

function workOf({ workflowId, parameters = {} }: LiveSchedule): string {
  return JSON.stringify([workflowId, parameters]);
}

/** The one that fires comes first, then the older one. */
function rankOf({ enabled, createdAt, scheduleId }: LiveSchedule): string {
  return `${enabled ? 0 : 1}${createdAt}${scheduleId}`;
}

function isAlike(one: SetSchedule, live: LiveSchedule): boolean {
  const runAt = live.runAt === undefined ? undefined : formatInstant(Date.parse(live.runAt));
  return (
    one.timezone === live.timezone &&
    one.cronExpression === live.cronExpression &&
    one.intervalSeconds === live.intervalSeconds &&
    one.runAt === runAt
  );
}

/** What a program of the stack would fill in, apart from environment variables, which only the program knows. */
function referencesFrom(configuration: ReadonlyMap<string, string>): ReferenceSource {
  return {
    config: (key) => {
      const value = configuration.get(key);
      return value === undefined ? undefined : { value, isSecret: false };
    },
    secret: (key) => configuration.get(key),
    environmentVariables: new Set(),
    env: () => undefined,
    join: (parts) => parts.join(""),
  };
}
