import fc from "fast-check";
import type { LiveSchedule } from "../../../src/schedule-file/compose/account-schedule";

/** What a file would read as a reference. */
const reference = `$${"{config:x}"}`;

/** The time at which the tests read accounts. */
export const now = new Date("2026-11-29T12:00:00Z");

let count = 0;

/** A schedule of an account; what is left out has ordinary values. */
export function live(values: Partial<LiveSchedule> = {}): LiveSchedule {
  count++;
  const isCron = values.intervalSeconds === undefined && values.runAt === undefined;
  return {
    scheduleId: `wfs_${count}`,
    workflowId: "wpid_1",
    workflowTitle: "Invoices",
    isOnlyOfTitle: true,
    isOver: false,
    timezone: "UTC",
    enabled: true,
    createdAt: new Date(Date.parse("2026-01-01T00:00:00Z") + 1000 * count).toISOString(),
    changedAt: "2026-03-04T05:06:07Z",
    ...(isCron ? { cronExpression: "0 2 * * *" } : {}),
    ...values,
  };
}

const names = fc.oneof(
  fc.constantFrom(
    "nightly",
    "Nightly",
    "weekly report",
    "",
    "ティー",
    "🎉",
    "-",
    "null",
    "yes",
    "a: b #c",
    reference,
  ),
  fc.string({ unit: "binary", maxLength: 20 }).filter((name) => name === "" || name.trim() !== ""),
);
const json = fc.oneof(
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.constantFrom("a", reference, "yes"), { maxLength: 3 }),
  fc.record(
    { inner: fc.constantFrom(1, "x", null), password: fc.constantFrom("hush", "hunter2") },
    { noNullPrototype: true },
  ),
);
const parameters = fc.dictionary(
  fc.constantFrom("vendor", "limit", "password", "api_key", "note", "0"),
  json,
  {
    maxKeys: 3,
    noNullPrototype: true,
  },
);
const times = fc.oneof(
  fc.record({
    cronExpression: fc.constantFrom(
      "0 2 * * *",
      "0 2 * * MON-FRI",
      "30 7 1 * *",
      "@daily",
      "*/15 * * * *",
      "R 2 * * *",
    ),
  }),
  fc.record({
    intervalSeconds: fc.constantFrom(300, 5400, 86_400),
    firstFireAt: fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T00:07:00Z", "2027-06-01T00:00:00Z"),
  }),
  fc.record({ runAt: fc.constantFrom("2027-01-04T08:00:00Z", "2028-01-04T08:00:00Z") }),
);

/** A schedule of a generated account, before it has its ids. */
const schedule = fc
  .record({
    workflow: fc.constantFrom("Invoices", "Claims", "Claims (copy)", "", reference),
    name: names,
    times,
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Mars/Base"),
    enabled: fc.boolean(),
    description: fc.option(fc.constantFrom("For people", "a\nb", reference), { nil: undefined }),
    parameters,
  })
  .map(({ times: fires, workflow, enabled, ...values }) => ({
    ...values,
    ...fires,
    workflowTitle: workflow,
    enabled: enabled || "runAt" in fires,
  }));

/** Accounts that overlap: each has some of the same schedules, and changes some of their values. */
export const accountsOf = (environments: readonly string[]) =>
  fc
    .record({
      shared: fc.array(schedule, { maxLength: 8 }),
      own: fc.array(fc.array(schedule, { maxLength: 3 }), {
        minLength: environments.length,
        maxLength: environments.length,
      }),
      changes: fc.array(fc.record({ at: fc.nat(7), enabled: fc.boolean(), parameters }), { maxLength: 6 }),
      missing: fc.array(fc.nat(7), { maxLength: 3 }),
      repeatsTitle: fc.boolean(),
    })
    .map(({ shared, own, changes, missing, repeatsTitle }) =>
      environments.map((environment, index) => {
        const mine = shared
          .map((one, place) => {
            const { at: _, ...change } = changes[index]?.at === place ? changes[index] : { at: 0 };
            return {
              ...one,
              ...change,
              enabled: "runAt" in one || (Reflect.get(change, "enabled") ?? one.enabled),
            };
          })
          .filter((_, place) => missing[index] !== place);
        return {
          environment,
          schedules: [...mine, ...(own[index] ?? [])].map((one) =>
            live({
              ...one,
              workflowId: `wpid_${index}${["Invoices", "Claims"].indexOf(one.workflowTitle) + 2}`,
              isOnlyOfTitle: !(repeatsTitle && one.workflowTitle === "Claims" && index === 0),
            }),
          ),
        };
      }),
    );
