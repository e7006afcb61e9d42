import { input, type JsonFields, type ShownSchedule, schedulesOf } from "../../contract/contract-account";
import { rowsOf } from "../../contract/run-account";
import { seededRandom } from "../seeded-random";
import type { RealAccount } from "../servers/real-accounts";

const parameters = [
  input("vendor", "string", ""),
  input("portalPassword", "string", ""),
  input("limits", "json", {}),
];
/** Two have the same title, one has a title that looks like a reference, and one that a search does not find. */
const titles = [
  "Invoice download",
  "Claim status",
  "Monthly statements",
  "Copy of a workflow",
  "Copy of a workflow",
  ["Price of $", "{product}"].join(""),
  "Back\\slash",
  "Übersicht: Rechnungen & Mahnungen",
];
const crons = [
  "0 2 * * *",
  "0 2 * * *",
  "0 2 * * MON-FRI",
  "30 7 1 * *",
  "*/15 8-17 * * 1-5",
  "15 6 L * *",
  "0 9 * * 1#2",
  "@daily",
  "@hourly",
  "0 9 * * * 0",
  "0 9 * * 1,1#2",
  "٠ ٩ * * *",
];
const names = [
  "nightly",
  "Nightly",
  "Acme: daily report",
  "🎉🎉🎉",
  "תזכורת יומית",
  "null",
  "yes",
  "a".repeat(10_000),
  "- dash # hash",
  "two\nlines",
  ["$", "{config:x}"].join(""),
  "",
  null,
];

/** The body of a schedule, and which of the workflows it runs. */
export interface Planned {
  readonly workflow: number;
  readonly body: JsonFields;
}

/** Schedules of every kind, with odd names. Each differs from the others. */
export function plannedSchedules(seed: number, count: number): readonly Planned[] {
  const below = seededRandom(seed);
  const random = (): number => below(1000) / 1000;
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  return Array.from({ length: count }, (_, index) => {
    const kind = random();
    const enabled = random() > 0.2;
    const times =
      kind < 0.7
        ? { cron_expression: pick(crons), enabled }
        : kind < 0.9
          ? { interval_seconds: pick([300, 5400, 129_600]), enabled, ...(random() < 0.3 ? first : {}) }
          : { run_at: pick(["2027-05-04T09:00:00+02:00", "2028-01-04T09:00:00Z"]) };
    const isSecret = random() < 0.3;
    const name = random() < 0.5 ? `${pick(["Import", "Check", "Report"])} of vendor ${index}` : pick(names);
    return {
      workflow: below(titles.length),
      body: {
        ...times,
        timezone: pick(["UTC", "Europe/Berlin", "Europe/Berlin", "America/New_York"]),
        name,
        ...(random() < 0.2 ? { description: pick(["For people", "two\nlines", "#"]) } : {}),
        parameters: {
          vendor: `vendor-${index}`,
          ...(isSecret ? { portalPassword: pick(["hunter2", "hush-hush", "p$w'\"\\\n"]) } : {}),
          ...(random() < 0.1 ? { limits: { empty: {}, list: [1, "0012", true], most: 1.5 } } : {}),
        },
      },
    };
  });
}
const first = { first_fire_at: "2027-03-01T06:30:00Z" };

/** Makes the workflows and the schedules. Returns the ids of the workflows. */
export async function fill(account: RealAccount, planned: readonly Planned[]): Promise<readonly string[]> {
  const workflows: string[] = [];
  for (const title of titles) workflows.push(await account.createWorkflow(parameters, title));
  for (const { workflow, body } of planned) {
    const path = `/v1/workflows/${workflows[workflow]}/schedules`;
    const { status, body: answer } = await account.call("POST", path, body);
    if (status !== 200) throw new Error(`${JSON.stringify(body)} was refused: ${JSON.stringify(answer)}`);
  }
  return workflows;
}

/** All schedules of an account. */
async function allSchedules(account: RealAccount): Promise<readonly ShownSchedule[]> {
  const all: ShownSchedule[] = [];
  for (let page = 1; ; page++) {
    const found = schedulesOf(await account.call("GET", `/v1/schedules?page=${page}&page_size=100`));
    all.push(...found);
    if (found.length < 100) return all;
  }
}

/** When each schedule was last written, by id: a write moves it. */
export async function lastWrites(account: RealAccount): Promise<Readonly<Record<string, string>>> {
  const all = await allSchedules(account);
  return Object.fromEntries(all.map((one) => [one.workflow_schedule_id, one.modified_at]));
}

/** What croniter reads the expressions as that only it accepts. */
const plainForms: Readonly<Record<string, string>> = {
  "@daily": "0 0 * * *",
  "@hourly": "0 * * * *",
  "0 9 * * * 0": "0 9 * * *",
  "0 9 * * 1,1#2": "0 9 * * 1#2",
  "٠ ٩ * * *": "0 9 * * *",
};

/** What the schedules do, apart from ids, times of writing, and the first fire times that Skyvern chose. */
export async function jobs(account: RealAccount): Promise<readonly string[]> {
  const rows = rowsOf(await account.call("GET", "/v1/workflows?page_size=1000"));
  const titlesOf = new Map(rows.map((row) => [row.workflow_permanent_id, row.title]));
  const chosen = "2027-03-01T06:30:00Z";
  return (await allSchedules(account))
    .map((one) =>
      JSON.stringify([
        titlesOf.get(one.workflow_permanent_id),
        one.name ?? "",
        plainForms[String(one.cron_expression)] ?? one.cron_expression,
        one.interval_seconds,
        one.first_fire_at === chosen ? chosen : null,
        one.run_at,
        one.timezone,
        one.enabled,
        one.description,
        Object.entries(one.parameters ?? {})
          .map((entry) => JSON.stringify(entry))
          .sort(),
      ]),
    )
    .sort();
}
