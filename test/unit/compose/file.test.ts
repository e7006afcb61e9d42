import type { LiveSchedule } from "../../../src/schedule-file/compose/account-schedule";
import { withAdoption } from "../../../src/schedule-file/compose/adoption";
import { compose } from "../../../src/schedule-file/compose/compose";
import type { Before } from "../../../src/schedule-file/compose/composed";
import { fitAccount } from "../../../src/schedule-file/compose/fit-account";
import type { KnownKeys } from "../../../src/schedule-file/compose/match";
import { addedYaml } from "../../../src/schedule-file/compose/write/added";
import { programText } from "../../../src/schedule-file/compose/write/program";
import { differencesOf } from "../../../src/schedule-file/compose/write/verify";
import { newYaml } from "../../../src/schedule-file/compose/write/yaml";
import { readScheduleFile } from "../../../src/schedule-file/read/read-schedule-file";
import { live, now } from "./accounts";

type Given = Readonly<Record<string, readonly LiveSchedule[]>>;

const nothing: Before = { content: undefined, known: new Map(), stored: new Map() };
const composed = (given: Given, before: Partial<Before> = {}) =>
  compose(
    Object.entries(given).map(([environment, schedules]) => fitAccount(environment, schedules, now)),
    { ...nothing, ...before },
  );
const linesOf = (given: Given) => newYaml(composed(given)).split("\n").slice(2);
const contentOf = (text: string) => readScheduleFile("schedules.yaml", Buffer.from(text)).content;

describe("a file without a schedule", () => {
  it("gets its first schedules in lines instead of braces", () => {
    const before = "schedules: {}\n\n# The stacks.\nenvironments:\n  prod: {}\n";
    const result = composed({ prod: [live({ name: "nightly" })] }, { content: contentOf(before) });
    const lines = addedYaml(before, result).split("\n");
    expect(lines.slice(0, 2)).toEqual(["schedules:", expect.stringMatching(/^ {2}nightly: \{ workflow: /)]);
    expect(lines.slice(2, 6)).toEqual(["", "# The stacks.", "environments:", "  prod: {}"]);
  });
});

describe("a file of one account", () => {
  it("has defaults for what most schedules have, and a group for times that three share", () => {
    const berlin = { timezone: "Europe/Berlin", workflowTitle: "Invoice download" };
    const lines = linesOf({
      prod: [
        live({ ...berlin, name: "acme", parameters: { vendor: "acme", region: "eu" } }),
        live({ ...berlin, name: "globex", parameters: { vendor: "globex", region: "eu" } }),
        live({ ...berlin, name: "Initech: nightly", parameters: { vendor: "initech", region: "eu" } }),
        live({
          name: "weekly",
          cronExpression: "0 7 * * MON",
          workflowId: "wpid_2",
          workflowTitle: "Claims",
        }),
      ],
    });
    expect(lines).toEqual([
      "defaults:",
      "  timezone: Europe/Berlin",
      "  workflow: invoice-download",
      "",
      "workflows:",
      "  claims: { title: Claims }",
      "  invoice-download: { title: Invoice download }",
      "",
      "groups:",
      '  daily-0200: { cron: "0 2 * * *", parameters: { region: eu } }',
      "",
      "schedules:",
      '  weekly: { workflow: claims, cron: "0 7 * * MON", timezone: UTC }',
      "  acme: { group: daily-0200, parameters: { vendor: acme } }",
      "  globex: { group: daily-0200, parameters: { vendor: globex } }",
      '  initech-nightly: { group: daily-0200, name: "Initech: nightly", parameters: { vendor: initech } }',
      "",
      "environments:",
      "  prod: {}",
      "",
    ]);
  });

  it("has no default for the workflow of two schedules, and keeps another workflow in a group", () => {
    const two = composed({ prod: [live({ name: "a" }), live({ name: "b", cronExpression: "0 3 * * *" })] });
    expect(two.content).not.toHaveProperty("defaults");
    expect(two.content.schedules.a).toEqual({ workflow: "invoices", cron: "0 2 * * *" });
    const names = ["a", "b", "c", "d"].map((name) => live({ name, parameters: { name } }));
    const claims = live({ name: "e", workflowId: "wpid_2", workflowTitle: "Claims" });
    const { content } = composed({ prod: [...names, claims] });
    expect(content.schedules.e).toEqual({ workflow: "claims", group: "daily-0200" });
    expect(content.schedules.a).toEqual({ group: "daily-0200", parameters: { name: "a" } });
  });

  it("writes a parameter that is called cron as it is", () => {
    const parameters = { cron: { at: ["0 2 * * *"] }, list: [{ cron: "x" }] };
    const text = newYaml(composed({ prod: [live({ name: "a", parameters })] }));
    expect(contentOf(text)?.schedules.a?.parameters).toEqual(parameters);
  });

  it.each<[string, Partial<LiveSchedule>, string]>([
    ["a name with accents", { name: "Übersicht: täglich" }, "ubersicht-taglich"],
    ["no name", { name: undefined, workflowTitle: "Claims" }, "claims-daily-0200"],
    ["an empty name", { name: "", cronExpression: "0 7 * * 1-5" }, "invoices-weekdays-0700"],
    ["no Latin letters", { name: "日次レポート", intervalSeconds: 5400 }, "invoices-every-1h30m"],
    [
      "only signs, and a title of signs",
      { name: "!!!", workflowTitle: "???", cronExpression: "5 * * * *" },
      "workflow-hourly-05",
    ],
    [
      "a very long name",
      { name: `the ${"long ".repeat(3000)}name` },
      `the-${"long-".repeat(11).slice(0, -1)}`,
    ],
    ["one that is a word of YAML", { name: "null" }, "null"],
    ["times without a short name", { name: undefined, cronExpression: "*/10 8-17 1 * *" }, "invoices-times"],
    ["a monthly time", { name: undefined, cronExpression: "30 6 15 * *" }, "invoices-monthly-15-0630"],
    ["a weekly time", { name: undefined, cronExpression: "30 6 * * 7" }, "invoices-sun-0630"],
    ["a day of the month or a weekday", { name: undefined, cronExpression: "30 6 15 * 1" }, "invoices-times"],
    ["two weekdays", { name: undefined, cronExpression: "30 6 * * 1,3" }, "invoices-times"],
    ["two days of the month", { name: undefined, cronExpression: "30 6 1,15 * *" }, "invoices-times"],
    ["the second Monday", { name: undefined, cronExpression: "30 6 * * 1#2" }, "invoices-times"],
    ["the last day", { name: undefined, cronExpression: "30 6 L * *" }, "invoices-times"],
    ["one month", { name: undefined, cronExpression: "30 6 * 3 *" }, "invoices-times"],
    ["two hours", { name: undefined, cronExpression: "30 6,18 * * *" }, "invoices-times"],
    ["every hour of one weekday", { name: undefined, cronExpression: "30 * * * 1" }, "invoices-times"],
    ["signs at both ends", { name: "--(a) b!--" }, "a-b"],
    ["one long word", { name: "w".repeat(100) }, "w".repeat(60)],
    ["one fire time", { name: undefined, runAt: "2027-01-04T08:00:00Z" }, "invoices-once-2027-01-04"],
  ])("makes a key from %s", (_, values, key) => {
    expect([
      ...(composed({ prod: [live(values)] })
        .keys.get("prod")
        ?.values() ?? []),
    ]).toEqual([key]);
  });

  it("tells schedules of the same name apart by their workflows, and then by a number in the order of creation", () => {
    const claims = { workflowId: "wpid_2", workflowTitle: "Claims" };
    const { keys } = composed({
      prod: [
        live({ name: "Nightly" }),
        live({ ...claims, name: "nightly" }),
        live({ ...claims, name: "nightly", cronExpression: "0 3 * * *" }),
      ],
    });
    expect([...(keys.get("prod")?.values() ?? [])].sort()).toEqual([
      "claims-nightly",
      "claims-nightly-2",
      "invoices-nightly",
    ]);
  });

  it("says which schedules are paused, from when an interval counts, and which workflow never ran", () => {
    const idle = { hasRuns: false };
    const text = newYaml(
      composed({
        prod: [
          live({ ...idle, name: "paused", enabled: false }),
          live({ ...idle, name: "often", intervalSeconds: 5400, firstFireAt: "2026-11-29T13:00:00.5Z" }),
          live({ ...idle, name: "later", intervalSeconds: 5400, firstFireAt: "2027-01-01T00:00:00Z" }),
        ],
      }),
    );
    expect(text).toContain("  # It never ran.\n  invoices: {");
    expect(text).toContain("  # Paused, last changed on 2026-03-04.\n  paused: {");
    expect(text).toContain(
      "  # Counted from 2026-11-29T13:00:00Z, which Skyvern keeps.\n  often: { every: 1h30m }",
    );
    expect(text).toContain("  later: { every: 1h30m, startingAt: 2027-01-01T00:00:00Z }");
  });

  it("gives both of two intervals that differ only in their start the start", () => {
    const text = newYaml(
      composed({
        prod: [
          live({ name: "one", intervalSeconds: 86_400, firstFireAt: "2026-01-01T02:00:00Z" }),
          live({ name: "two", intervalSeconds: 86_400, firstFireAt: "2026-01-01T14:00:00Z" }),
        ],
      }),
    );
    expect(text).toContain("startingAt: 2026-01-01T02:00:00Z");
    expect(text).toContain("startingAt: 2026-01-01T14:00:00Z");
  });

  it("leaves out, with the reason in a comment, what a file cannot express", () => {
    const given = [
      live({ name: "random", cronExpression: "R 9 * * *" }),
      live({ name: "elsewhere", timezone: "Mars/Base" }),
      live({ name: "half \ud83c" }),
      live({ name: "pin", parameters: { login: { password: 1234 } } }),
      live({ name: "blank", workflowId: "wpid_9" }),
      live({ name: "  " }),
      live({ name: "over", runAt: "2026-01-01T00:00:00Z", isOver: true }),
    ];
    const { leftOut, keys } = composed({ prod: given });
    expect(leftOut.map(({ live: { name }, reason }) => [name, reason])).toEqual([
      ["random", expect.stringContaining("random value")],
      ["elsewhere", expect.stringContaining('"Mars/Base" is not an IANA timezone')],
      ["half \ud83c", expect.stringContaining("half of a character")],
      ["pin", expect.stringContaining("login.password looks like a secret and is a number")],
      ["  ", expect.stringContaining("is blank")],
    ]);
    expect([...(keys.get("prod")?.values() ?? [])]).toEqual(["blank"]);
    const text = newYaml(composed({ prod: given }));
    expect(text).toContain(
      `\n# Not imported, and not managed:\n# - ${given[0]?.scheduleId} "random" of workflow "Invoices" in prod (R 9 * * *, UTC): `,
    );
    expect(text).not.toContain("1234");
  });

  it("leaves out the one of two equal schedules that is paused, has no name, or is younger", () => {
    const leftOutOf = (...given: readonly LiveSchedule[]) =>
      composed({ prod: given }).leftOut.map(({ live: one, reason }) => [given.indexOf(one), reason]);
    const reason = expect.stringMatching(/^It runs the same workflow .* so the job runs twice\./);
    expect(leftOutOf(live({ enabled: false }), live({}))).toEqual([[0, reason]]);
    expect(leftOutOf(live({}), live({ name: "named" }))).toEqual([[0, reason]]);
    const [unnamed, other] = [live({}), live({})];
    expect(leftOutOf(unnamed, other)[0]?.[1]).toContain(`the same parameters as ${unnamed.scheduleId}, so`);
    const named = live({ name: "named" });
    expect(leftOutOf(live({}), named)[0]?.[1]).toContain(`as ${named.scheduleId} ("named"), so`);
    expect(
      leftOutOf(
        live({ name: "old" }),
        live({ name: "new", cronExpression: "@daily" }),
        live({ name: "newer", cronExpression: "0 0 * * *" }),
      ),
    ).toEqual([[2, reason]]);
    const once = (runAt: string) => live({ runAt });
    expect(leftOutOf(once("2027-01-04T08:00:00Z"), once("2027-01-05T08:00:00Z"))).toEqual([]);
    expect(leftOutOf(once("2027-01-04T08:00:00Z"), once("2027-01-04T09:00:00+01:00"))).toEqual([[1, reason]]);
  });

  it("keeps schedules that code has although their expressions are refused, unless they are equal", () => {
    const given = ["R 9 * * *", "R 10 * * *", "R 9 * * *"].map((cronExpression) => live({ cronExpression }));
    const ids = given.map(({ scheduleId }) => scheduleId);
    const { schedules, leftOut } = fitAccount("prod", given, now, new Set(ids));
    expect(schedules.map(({ live: { scheduleId } }) => scheduleId)).toEqual(ids.slice(0, 2));
    expect(leftOut.map(({ live: { scheduleId } }) => scheduleId)).toEqual(ids.slice(2));
  });

  it("keeps texts that look like references as they are", () => {
    const text = ["$", "{config:x}"].join("");
    const one = live({ name: text, description: text, workflowTitle: text, parameters: { list: [text] } });
    const { content } = composed({ prod: [one] });
    expect(JSON.stringify(content).split(`$${text}`)).toHaveLength(5);
  });

  it("refers to a workflow by its id if its title is not unique, or a search does not find it", () => {
    const ids = (values: Partial<LiveSchedule>) => composed({ prod: [live(values)] }).content.workflows;
    expect(ids({ isOnlyOfTitle: false })).toEqual({ invoices: { id: "wpid_1" } });
    expect(ids({ workflowTitle: "back\\slash" })).toEqual({ "back-slash": { id: "wpid_1" } });
    expect(ids({ workflowTitle: " " })).toEqual({ workflow: { id: "wpid_1" } });
    expect(ids({ workflowTitle: "x".repeat(201) })).toEqual({ ["x".repeat(60)]: { id: "wpid_1" } });
  });
});

describe("a file of several accounts", () => {
  it("takes the values of most accounts, or of the last one, and the differences of each", () => {
    const of = (vendor: string, cronExpression: string, more: Partial<LiveSchedule> = {}) =>
      live({ name: "nightly", cronExpression, parameters: { vendor }, ...more });
    const { content } = composed({
      dev: [of("test", "0 2 * * *")],
      staging: [of("test", "0 4 * * *", { parameters: { vendor: "test", draft: true } })],
      prod: [of("acme", "0 3 * * *", { description: "Ask Ann" })],
    });
    expect(content.schedules).toEqual({
      nightly: { workflow: "invoices", cron: "0 3 * * *", parameters: { vendor: "test" } },
    });
    expect(content.environments).toEqual({
      dev: { schedules: { nightly: { cron: "0 2 * * *" } } },
      staging: { schedules: { nightly: { cron: "0 4 * * *", parameters: { draft: true } } } },
      prod: { schedules: { nightly: { description: "Ask Ann", parameters: { vendor: "acme" } } } },
    });
  });

  it("writes a description once if all accounts have one, and another one where it differs", () => {
    const of = (description: string) => live({ name: "nightly", description });
    const { content } = composed({ dev: [of("A trial")], staging: [of("Ask Ann")], prod: [of("Ask Ann")] });
    expect(content.schedules.nightly).toMatchObject({ description: "Ask Ann" });
    expect(content.environments).toEqual({
      dev: { schedules: { nightly: { description: "A trial" } } },
      staging: {},
      prod: {},
    });
  });

  it("marks what an account lacks as absent: in the environment, or in the file if most lack it", () => {
    const { content } = composed({
      dev: [live({ name: "all" }), live({ name: "two", cronExpression: "0 3 * * *" })],
      staging: [live({ name: "all" }), live({ name: "two", cronExpression: "0 3 * * *" })],
      prod: [live({ name: "all" }), live({ name: "one", cronExpression: "0 4 * * *" })],
    });
    expect(content.schedules).toMatchObject({ one: { absent: true } });
    expect(content.schedules.two).not.toHaveProperty("absent");
    expect(content.environments).toEqual({
      dev: {},
      staging: {},
      prod: { schedules: { two: { absent: true }, one: { absent: false } } },
    });
  });

  it("pauses an environment whose recurring schedules are all paused, and no other", () => {
    const off = (name: string, cronExpression: string) => live({ name, cronExpression, enabled: false });
    const { content } = composed({
      dev: [
        off("a", "0 2 * * *"),
        off("b", "0 3 * * *"),
        live({ name: "once", runAt: "2027-01-04T08:00:00Z" }),
      ],
      prod: [off("a", "0 2 * * *"), live({ name: "b", cronExpression: "0 3 * * *" })],
    });
    expect(content.environments).toEqual({
      dev: { enabled: false, schedules: { once: { enabled: true } } },
      prod: { schedules: { once: { absent: true } } },
    });
    expect(content.schedules).toMatchObject({ a: { enabled: false } });
    expect(content.schedules.b).not.toHaveProperty("enabled");
  });

  it("does not guess which of two schedules of one name another account means, unless their values tell", () => {
    const nightly = (cronExpression: string) => live({ name: "nightly", cronExpression });
    const { content, notes } = composed({
      dev: [nightly("0 2 * * *"), nightly("0 3 * * *")],
      prod: [nightly("0 3 * * *"), nightly("0 4 * * *")],
    });
    expect(content.schedules).toMatchObject({
      "invoices-nightly": { cron: "0 2 * * *" },
      "invoices-nightly-2": { cron: "0 3 * * *" },
      "invoices-nightly-3": { cron: "0 4 * * *" },
    });
    expect(content.environments).toEqual({
      dev: { schedules: { "invoices-nightly-3": { absent: true } } },
      prod: { schedules: { "invoices-nightly": { absent: true } } },
    });
    expect(notes.get("invoices-nightly")).toEqual([
      "Not matched by its name: dev has 2 schedules of this workflow and name.",
    ]);
  });

  it("does not match schedules of workflows whose title is not unique", () => {
    const { content } = composed({
      dev: [live({ name: "nightly", isOnlyOfTitle: false })],
      prod: [live({ name: "nightly", workflowId: "wpid_2" })],
    });
    expect(Object.keys(content.schedules)).toEqual(["invoices-nightly", "invoices-nightly-2"]);
    expect(content.workflows).toEqual({ invoices: { id: "wpid_1" }, "invoices-2": { title: "Invoices" } });
  });

  it("writes a time of a group once for an environment in which all its members have it", () => {
    const three = (cronExpression: string) =>
      ["a", "b", "c"].map((name) => live({ name, cronExpression, parameters: { name } }));
    const { content } = composed({ dev: three("0 5 * * *"), prod: three("0 2 * * *") });
    expect(content.groups).toEqual({ "daily-0200": { cron: "0 2 * * *" } });
    expect(content.environments).toEqual({
      dev: { groups: { "daily-0200": { cron: "0 5 * * *" } } },
      prod: {},
    });
  });

  it("writes the time of a schedule beside it if an environment has only this member of a group", () => {
    const of = (cronExpression: string, ...names: readonly string[]) =>
      names.map((name) => live({ name, cronExpression, parameters: { name } }));
    const prod = of("0 2 * * *", "a", "b", "c");
    const { content } = composed({ dev: of("0 5 * * *", "a"), staging: prod, prod });
    expect(content.environments.dev?.groups).toBeUndefined();
    expect(content.environments.dev?.schedules?.a).toEqual({ cron: "0 5 * * *" });
  });

  it("keeps what single members of such a group have beside the time", () => {
    const three = (cronExpression: string, enabled: boolean) =>
      ["a", "b", "c"].map((name) =>
        live({ name, cronExpression, parameters: { name }, enabled: enabled || name !== "b" }),
      );
    const { content } = composed({ dev: three("0 5 * * *", false), prod: three("0 2 * * *", true) });
    expect(content.environments.dev).toEqual({
      groups: { "daily-0200": { cron: "0 5 * * *" } },
      schedules: { b: { enabled: false } },
    });
  });

  it("shares the key of a secret whose values are equal in each environment, and keeps a stored one", () => {
    const of = (one: string, two: string) => [
      live({ name: "a", parameters: { password: one } }),
      live({ name: "b", parameters: { login: { password: one } } }),
      live({ name: "c", cronExpression: "0 3 * * *", parameters: { password: two } }),
    ];
    const given = { dev: of("x", "y"), prod: of("z", "z") };
    const { content, secrets } = composed(given, {
      stored: new Map([["dev", new Map([["password", "other"]])]]),
    });
    const reference = (key: string) => ["$", `{secret:${key}}`].join("");
    expect(content.schedules).toMatchObject({
      a: { parameters: { password: reference("a-password") } },
      b: { parameters: { login: { password: reference("a-password") } } },
      c: { parameters: { password: reference("c-password") } },
    });
    expect(secrets).toEqual(
      new Map([
        [
          "dev",
          new Map([
            ["a-password", "x"],
            ["c-password", "y"],
          ]),
        ],
        [
          "prod",
          new Map([
            ["a-password", "z"],
            ["c-password", "z"],
          ]),
        ],
      ]),
    );
  });

  it.each(["", "cred_42", ["$", "{secret:own}"].join("")])(
    "keeps the password %j of one account as it is when other accounts have a secret in its place",
    (password) => {
      const given = {
        dev: [live({ scheduleId: "wfs_1", parameters: { login: { password } } })],
        prod: [live({ scheduleId: "wfs_2", parameters: { login: { password: "hush" } } })],
      };
      const result = composed(given);
      const accounts = Object.entries(given).map(([name, all]) => fitAccount(name, all, now));
      const source = readScheduleFile("schedules.yaml", Buffer.from(newYaml(result)));
      expect(source.findings).toEqual([]);
      expect(differencesOf(source, accounts, result.keys, result.secrets)).toEqual([]);
      expect([...result.secrets]).toEqual([["prod", new Map([["password", "hush"]])]]);
    },
  );
});

describe("an existing file", () => {
  const text = `# Schedules of the finance team
defaults: { timezone: Europe/Berlin } # all of us
workflows:
    invoices: { title: Invoices }

schedules:
    # Ask Ann before you change this.
    nightly:   { workflow: invoices, cron: '0 2 * * *' }
environments:
    prod:
    # dev is next
`;
  const nightly = live({ name: "nightly", timezone: "Europe/Berlin" });
  const known: KnownKeys = new Map([["prod", new Map([[nightly.scheduleId, "nightly"]])]]);

  it("gets what it lacks, and keeps comments, order, quotes and indentation", () => {
    const added = composed(
      { prod: [nightly, live({ name: "weekly", cronExpression: "0 7 * * MON", enabled: false })] },
      { content: contentOf(text), known },
    );
    expect(addedYaml(text, added)).toBe(`# Schedules of the finance team
defaults: { timezone: Europe/Berlin } # all of us
workflows:
    invoices: { title: Invoices }

schedules:
    # Ask Ann before you change this.
    nightly:   { workflow: invoices, cron: '0 2 * * *' }
    # Paused, last changed on 2026-03-04.
    weekly: { workflow: invoices, cron: "0 7 * * MON", timezone: UTC, enabled: false }
environments:
    prod:
    # dev is next
`);
  });

  it("stays as it is, byte for byte, if the account has nothing new", () => {
    const odd = text.replace("nightly:   {", "nightly:   {   ");
    expect(addedYaml(odd, composed({ prod: [nightly] }, { content: contentOf(odd), known }))).toBe(odd);
  });

  it("gets another account as a new environment, with the differences", () => {
    const other = composed(
      { dev: [live({ name: "nightly", timezone: "Europe/Berlin", cronExpression: "0 4 * * *" })] },
      { content: contentOf(text), known: new Map([["prod", new Map()]]) },
    );
    // Only state or a lookup tells that the name is that of "nightly" in prod.
    expect(Object.keys(other.content.environments)).toEqual(["prod", "dev"]);
  });

  it("gets an environment with the values that differ, a null for a parameter that it does not have, and its start", () => {
    const base = `schedules:
  often: { workflow: invoices, every: 36h, startingAt: 2027-06-01T00:00:00Z, parameters: { vendor: acme, region: eu } }
workflows: { invoices: { title: Invoices } }
environments: { prod: }
`;
    const interval = { name: "often", intervalSeconds: 129_600 };
    const prod = live({
      ...interval,
      firstFireAt: "2027-06-01T00:00:00Z",
      parameters: { vendor: "acme", region: "eu" },
    });
    const dev = live({
      ...interval,
      firstFireAt: "2027-07-01T00:00:00Z",
      parameters: { vendor: "test" },
      enabled: false,
    });
    const added = composed(
      { prod: [prod], dev: [dev] },
      { content: contentOf(base), known: new Map([["prod", new Map([[prod.scheduleId, "often"]])]]) },
    );
    expect(added.content.environments.dev).toEqual({
      schedules: {
        often: {
          startingAt: "2027-07-01T00:00:00Z",
          enabled: false,
          parameters: { region: null, vendor: "test" },
        },
      },
    });
    const same = live({
      ...interval,
      firstFireAt: "2027-06-01T00:00:00Z",
      parameters: { vendor: "acme", region: "eu" },
    });
    const alike = composed(
      { prod: [prod], dev: [same] },
      { content: contentOf(base), known: new Map([["prod", new Map([[prod.scheduleId, "often"]])]]) },
    );
    expect(alike.content.environments.dev).toEqual({});
    expect(addedYaml(base, alike)).toBe(base.replace("{ prod: }", "{ prod: , dev: {} }"));
  });

  it("gets long values in an environment with the indentation of the others", () => {
    const base = `environments:
    prod:
    dev:
        schedules:
            weekly: { cron: "0 8 * * MON" }
`;
    const before = `schedules:
    weekly: { workflow: { title: Invoices }, cron: "0 7 * * MON", timezone: UTC }
${base}`;
    const [first, second] = ["x".repeat(60), "y".repeat(60)];
    const weekly = [
      live({ name: "weekly", cronExpression: "0 7 * * MON" }),
      live({ name: "weekly", cronExpression: "0 8 * * MON" }),
    ];
    const known: KnownKeys = new Map(
      ["prod", "dev"].map((name, index) => [name, new Map([[weekly[index]?.scheduleId ?? "", "weekly"]])]),
    );
    const nightly = [
      live({ name: "nightly" }),
      live({ name: "nightly", description: first, parameters: { vendor: second } }),
    ];
    const [prod, dev] = [0, 1].map((index) => [weekly, nightly].flatMap((both) => both[index] ?? []));
    const added = composed({ prod: prod ?? [], dev: dev ?? [] }, { content: contentOf(before), known });
    expect(addedYaml(before, added)).toContain(`${base}            nightly:
                description: ${first}
`);
  });

  it("gets a schedule of a second account under the key of the first, unless two keys could be meant", () => {
    const base = (more: string) => `schedules:
  finance: { workflow: invoices, cron: "0 2 * * *", name: nightly }${more}
workflows: { invoices: { title: Invoices } }
environments: { prod: {} }
`;
    const prod = live({ name: "nightly" });
    const twin = live({ name: "nightly", cronExpression: "0 3 * * *" });
    const knownAs = (...keys: readonly (readonly [LiveSchedule, string])[]): KnownKeys =>
      new Map([["prod", new Map(keys.map(([{ scheduleId }, key]) => [scheduleId, key]))]]);
    const dev = live({ name: "nightly", cronExpression: "0 4 * * *" });
    const one = composed(
      { prod: [prod], dev: [dev] },
      { content: contentOf(base("")), known: knownAs([prod, "finance"]) },
    );
    expect([...(one.keys.get("dev")?.values() ?? [])]).toEqual(["finance"]);
    expect(one.content.environments.dev).toEqual({ schedules: { finance: { cron: "0 4 * * *" } } });
    const other = `\n  second: { workflow: invoices, cron: "0 3 * * *", name: nightly }`;
    const two = composed(
      { prod: [prod, twin], dev: [dev] },
      { content: contentOf(base(other)), known: knownAs([prod, "finance"], [twin, "second"]) },
    );
    expect([...(two.keys.get("dev")?.values() ?? [])]).toEqual(["nightly"]);
  });

  it("does not get a schedule whose inherited description or start cannot be removed", () => {
    const base = `schedules:
  often: { workflow: invoices, every: 36h, description: Ask Ann }
workflows: { invoices: { title: Invoices } }
environments: { prod: {} }
`;
    const interval = { name: "often", intervalSeconds: 129_600, firstFireAt: "2026-06-01T00:00:00Z" };
    const prod = live({ ...interval, description: "Ask Ann" });
    const { leftOut, content } = composed(
      { prod: [prod], dev: [live(interval)] },
      { content: contentOf(base), known: new Map([["prod", new Map([[prod.scheduleId, "often"]])]]) },
    );
    expect(leftOut.map(({ environment, reason }) => [environment, reason])).toEqual([
      ["dev", expect.stringContaining('The file has "often" for it, with a description or startingAt')],
    ]);
    expect(content.environments.dev).toEqual({ schedules: { often: { absent: true } } });
  });

  it.each([
    ["environments: { prod: }", "environments: { prod: { schedules: { nightly: { adopt: wfs_9 } } } }"],
    ["environments: { prod: {} }", "environments: { prod: { schedules: { nightly: { adopt: wfs_9 } } } }"],
    ["environments: { prod: null }", "environments: { prod: { schedules: { nightly: { adopt: wfs_9 } } } }"],
    [
      "environments:\n  prod: # all",
      "environments:\n  prod: { schedules: { nightly: { adopt: wfs_9 } } } # all",
    ],
    [
      "environments:\n  prod:\n    enabled: true # fires\n  dev:",
      "environments:\n  prod:\n    enabled: true # fires\n    schedules: { nightly: { adopt: wfs_9 } }\n  dev:",
    ],
    [
      "environments:\n  prod:\n    paused: |\n      a reason\n      of two lines",
      "environments:\n  prod:\n    paused: |\n      a reason\n      of two lines\n    schedules: { nightly: { adopt: wfs_9 } }",
    ],
  ])("gets values into the environment of %j", (environments, expected) => {
    const base = `schedules: { nightly: { workflow: wpid_1, cron: "0 2 * * *" } }\n${environments}\n`;
    const before = contentOf(base);
    const added = composed({}, { content: before });
    const content = withAdoption(added.content, new Map([["prod", new Map([["wfs_9", "nightly"]])]]));
    const text = addedYaml(base, { ...added, content });
    expect(text).toBe(base.replace(environments, expected));
    expect(contentOf(text)?.environments.prod?.schedules).toEqual({ nightly: { adopt: "wfs_9" } });
  });

  it("gets entries in sections of any order", () => {
    const base = `environments:
  prod:
    schedules: { nightly: { enabled: true } }
schedules:
  nightly: { workflow: invoices, cron: "0 2 * * *" }
workflows: { invoices: { title: Invoices } }
`;
    const added = composed(
      {
        prod: [live({ name: "weekly", cronExpression: "0 7 * * MON" })],
        dev: [live({ name: "daily", cronExpression: "0 3 * * *" })],
      },
      { content: contentOf(base) },
    );
    const written = contentOf(addedYaml(base, added));
    expect(written).toEqual(contentOf(JSON.stringify(added.content)));
    expect(Object.keys(written?.schedules ?? {})).toEqual(["nightly", "weekly", "daily"]);
  });

  const nightlyOnly = 'nightly: { workflow: wpid_1, cron: "0 2 * * *" }';
  const weeklyToo = 'weekly: { workflow: invoices, cron: "0 7 * * MON" }';
  it.each([
    [`{ ${nightlyOnly} }`, `{ ${nightlyOnly}, ${weeklyToo} }`],
    [`{${nightlyOnly}}`, `{${nightlyOnly}, ${weeklyToo}}`],
    [`{\n  ${nightlyOnly},\n}`, `{\n  ${nightlyOnly},\n  ${weeklyToo},\n}`],
    [`{\n  ${nightlyOnly} # Ann\n}`, `{\n  ${nightlyOnly}, # Ann\n  ${weeklyToo}\n}`],
    [`{\n  ${nightlyOnly}, # Ann\n}`, `{\n  ${nightlyOnly}, # Ann\n  ${weeklyToo},\n}`],
    [
      `{ a: ${nightlyOnly.slice(9)},\n    ${nightlyOnly} }`,
      `{ a: ${nightlyOnly.slice(9)},\n    ${nightlyOnly},\n    ${weeklyToo} }`,
    ],
    [
      `{ a: ${nightlyOnly.slice(9)},\n    b: ${nightlyOnly.slice(9)}, ${nightlyOnly} }`,
      `{ a: ${nightlyOnly.slice(9)},\n    b: ${nightlyOnly.slice(9)}, ${nightlyOnly}, ${weeklyToo} }`,
    ],
  ])("gets an entry in the braces of %j", (schedules, expected) => {
    const end = "\nworkflows: { invoices: { title: Invoices } }\nenvironments: { prod: {} }\n";
    const base = `schedules: ${schedules}${end}`;
    const weekly = live({ name: "weekly", cronExpression: "0 7 * * MON" });
    const added = composed({ prod: [weekly] }, { content: contentOf(base) });
    expect(addedYaml(base, added)).toBe(`schedules: ${expected}${end}`);
  });

  it("gets a parameter of several paragraphs without blanks at the ends of lines", () => {
    const note = `First paragraph.${" It is long.".repeat(10)}\n\nSecond paragraph.\n`;
    const report = live({ name: "report", cronExpression: "0 9 * * *", parameters: { note } });
    const written = addedYaml(text, composed({ prod: [report] }, { content: contentOf(text) }));
    expect(written).not.toMatch(/ $/m);
    expect(contentOf(written)?.schedules.report?.parameters).toEqual({ note });
  });

  it("is read again with Windows line ends, and as JSON", () => {
    const windows = text.replaceAll("\n", "\r\n");
    const weekly = live({ name: "weekly", cronExpression: "0 7 * * MON", enabled: false });
    const added = composed({ prod: [nightly, weekly] }, { content: contentOf(windows), known });
    expect(addedYaml(windows, added).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const json = JSON.stringify(contentOf(text), null, 2);
    const written = addedYaml(
      json,
      composed({ prod: [nightly, weekly] }, { content: contentOf(json), known }),
    );
    expect(JSON.parse(written).schedules.weekly).toMatchObject({ cron: "0 7 * * MON", enabled: false });
    expect(written.startsWith(json.slice(0, json.indexOf("nightly")))).toBe(true);
  });

  it("is refused if an addition would belong into an alias", () => {
    const shared = `x-shared: &shared { enabled: true }
schedules: { nightly: { workflow: wpid_1, cron: "0 2 * * *" } }
environments: { prod: *shared }
`;
    const added = composed({}, { content: contentOf(shared) });
    const content = withAdoption(added.content, new Map([["prod", new Map([["wfs_9", "nightly"]])]]));
    expect(() => addedYaml(shared, { ...added, content })).toThrow(
      "environments.prod of the file is an alias",
    );
  });

  it("does not repeat what it says of schedules that are left out", () => {
    const random = live({ name: "random", cronExpression: "R 9 * * *" });
    const before: Partial<Before> = { content: contentOf(text), known };
    const once = addedYaml(text, composed({ prod: [nightly, random] }, before));
    expect(once).toContain(random.scheduleId);
    expect(addedYaml(once, composed({ prod: [nightly, random] }, before))).toBe(once);
    const next = live({ name: "random too", cronExpression: "R 9 * * *" });
    const twice = addedYaml(once, composed({ prod: [nightly, random, next] }, before));
    expect(twice.match(/Not imported/g)).toHaveLength(1);
    expect(twice).toContain(next.scheduleId);
  });

  it("does not get a schedule that it has as absent in that environment", () => {
    const absent = text.replace(
      "    prod:\n",
      "    prod: { schedules: { nightly: { absent: true } } }\n    dev: {}\n",
    );
    const dev = live({ name: "nightly", timezone: "Europe/Berlin" });
    const { leftOut } = composed(
      { dev: [dev], prod: [nightly] },
      { content: contentOf(absent), known: new Map([["dev", new Map([[dev.scheduleId, "nightly"]])]]) },
    );
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'The file has the key "nightly" for this schedule, with absent: true in this environment. Remove absent, or delete the schedule in Skyvern.',
    ]);
  });
});

it("writes adopt with the id into the environment, unless the file has one there", () => {
  const { content, keys } = composed({
    prod: [live({ name: "a" }), live({ name: "b", cronExpression: "0 3 * * *" })],
  });
  const ids = [...(keys.get("prod")?.keys() ?? [])];
  const own = { prod: { schedules: { a: { adopt: "wfs_own" } } } };
  expect(withAdoption({ ...content, environments: own }, keys).environments).toEqual({
    prod: { schedules: { a: { adopt: "wfs_own" }, b: { adopt: ids[1] } } },
  });
});

it("writes the same as a program, with comments", () => {
  const one = live({ name: "nightly", enabled: false, hasRuns: false });
  const text = programText(composed({ prod: [one, live({ cronExpression: "R 9 * * *" })] }), "jobs");
  expect(text).toContain('    // It never ran.\n    invoices: {\n      title: "Invoices"\n');
  expect(text).toContain("    // Paused, last changed on 2026-03-04.\n    nightly: {\n");
  expect(text).toContain(
    'new ScheduleSet("jobs", { content, environment: pulumi.getStack() });\n\n// Not imported',
  );
});

describe("the comparison of a file with its accounts", () => {
  const one = live({ name: "nightly", parameters: { vendor: "acme" } });
  const accounts = [fitAccount("prod", [one], now)];
  const { content, keys, secrets } = composed({ prod: [one] });
  const compared = (change: (text: string) => string) => {
    const text = JSON.stringify(content);
    const source = readScheduleFile("schedules.yaml", Buffer.from(change(text)));
    return differencesOf(source, accounts, keys, secrets);
  };

  it("finds none in the file that was composed", () => {
    expect(compared((text) => text)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["another time", "0 2 * * *", "0 3 * * *"],
    ["another parameter", "acme", "globex"],
    ["another workflow", '"title":"Invoices"', '"title":"Claims"'],
    ["a pause", '"workflow":', '"enabled":false,"workflow":'],
    ["another name", '"workflow":', '"name":"other","workflow":'],
    ["a description", '"workflow":', '"description":"new","workflow":'],
    ["another timezone", '"workflow":', '"timezone":"Europe/Berlin","workflow":'],
  ])("finds %s", (_, from, to) => {
    expect(compared((text) => text.replace(from, to))).toEqual([
      `prod: "nightly" differs from ${one.scheduleId}.`,
    ]);
  });

  it("finds a schedule that is missing", () => {
    const absent = compared((text) => text.replace('"workflow":', '"absent":true,"workflow":'));
    expect(absent).toEqual(['prod: "nightly" is missing.']);
  });

  it("finds a file that the package itself refuses", () => {
    expect(compared((text) => text.replace("0 2 * * *", "0 2 * *"))[0]).toContain("prod: schedules.yaml:1:");
  });
});
