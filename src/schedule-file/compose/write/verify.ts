import { isDeepStrictEqual } from "node:util";
import { formatInstant } from "../../../calendar/instant";
import { findingText } from "../../finding";
import type { ScheduleSource } from "../../read/read-schedule-file";
import type { ReferenceSource } from "../../resolve/references";
import { resolveEnvironment } from "../../resolve/resolve-environment";
import type { AccountContent, AccountSchedule } from "../account-schedule";
import type { KnownKeys } from "../match";
import type { StackSecrets } from "../secrets";

/**
 * Reads the file back, and compares each schedule with the account. Returns what differs, which is a fault of this
 * package; a file with differences must not be written.
 *
 * @param added the schedules that the file got, by environment and id
 */
export function differencesOf(
  source: ScheduleSource,
  accounts: readonly AccountContent[],
  added: KnownKeys,
  secrets: StackSecrets,
): readonly string[] {
  return accounts.flatMap(({ environment, schedules }) => {
    const values = referencesFrom(secrets.get(environment) ?? new Map());
    const resolved = resolveEnvironment(source, environment, values);
    const byKey = new Map(resolved.schedules.map((one) => [one.key, one]));
    // A reference of the file itself may have no value here.
    const findings = resolved.findings.filter(({ rule }) => rule !== "reference");
    const own = added.get(environment) ?? new Map<string, string>();
    return [
      ...findings.map((finding) => `${environment}: ${findingText(finding)}`),
      ...schedules.flatMap((schedule) => {
        const key = own.get(schedule.live.scheduleId);
        const found = key === undefined ? undefined : byKey.get(key);
        if (key === undefined) return [];
        if (found === undefined) return [`${environment}: "${key}" is missing.`];
        const { workflow, key: _, unspread, referencePath, adopt, aliases, isProtected, ...read } = found;
        const isEqual = isDeepStrictEqual(read, expected(schedule));
        return isEqual ? [] : [`${environment}: "${key}" differs from ${schedule.live.scheduleId}.`];
      }),
    ];
  });
}

function expected({ name, title, live, values }: AccountSchedule) {
  const { intervalSeconds, timezone, enabled } = live;
  const { cron, startingAt, at, description, parameters } = values;
  return {
    reference: title === undefined ? { id: live.workflowId } : { title },
    timezone,
    ...(cron === undefined ? {} : { cronExpression: cron }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    ...(startingAt === undefined ? {} : { firstFireAt: formatInstant(Date.parse(startingAt)) }),
    ...(at === undefined ? {} : { runAt: formatInstant(Date.parse(at)) }),
    name,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    enabled,
  };
}

/** The secrets as a stack with this configuration would fill them in. */
function referencesFrom(secrets: ReadonlyMap<string, string>): ReferenceSource {
  return {
    config: (key) => {
      const value = secrets.get(key);
      return value === undefined ? undefined : { value, isSecret: true };
    },
    secret: (key) => secrets.get(key),
    environmentVariables: new Set(),
    env: () => undefined,
    join: (parts) => parts.join(""),
  };
}
