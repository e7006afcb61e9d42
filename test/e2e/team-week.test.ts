import type { Check } from "../../src/cli/doctor/check";
import type { StackDrift } from "../../src/cli/drift/drift-report";
import type { Triggered } from "../../src/cli/trigger/trigger-report";
import type { ValidatedFile } from "../../src/cli/validate/findings-report";
import { untilRefused } from "../support/team/accounts";
import {
  brokenFile,
  fridaysFile,
  mondaysFile,
  programWithSmokeTest,
  tuesdaysFile,
} from "../support/team/files";
import { keyVariables, passwords, type Schedules, type Stack, TeamWorld } from "../support/team/world";

/** Each test continues from the end of the one before it. */
describe("a team's week, with a git repository, two stacks and two accounts of the real server", () => {
  let world: TeamWorld;
  /** What both accounts had before the team began, and on Monday evening. */
  let atFirst: Readonly<Record<Stack, Schedules>>;
  let monday: Readonly<Record<Stack, Schedules>>;
  /** The merge that was applied on Tuesday. */
  let tuesdaysMerge: string;

  beforeAll(async () => {
    world = await TeamWorld.create();
    atFirst = await world.schedules();
  }, 300_000);
  afterAll(() => world.remove());

  const cli = (...args: readonly string[]) => world.pipeline.cli(args);

  test("Monday: a file is merged, and promote applies it to both environments", async () => {
    const { team, pipeline } = world;
    const change = { branch: "schedules", author: "Ann", message: "Schedules in a file" };
    await pipeline.checkOut(team, await team.open({ ...change, files: { "schedules.yaml": mondaysFile } }));
    const valid = await cli("validate");
    expect([valid.code, valid.report]).toEqual([0, "3 schedules in staging, prod: 0 errors, 0 warnings\n"]);

    await pipeline.checkOut(team, await team.merge("schedules"));
    const { code, report, progress } = await cli("promote", "staging", "prod");
    expect(code).toBe(0);
    expect(progress).toContain("staging: up, 4 to create, 0 unchanged\n");
    expect(report).toMatch(
      /^staging: promoted, 4 create, 0 unchanged\n[\s\S]*^prod: promoted, 4 create, 0 unchanged\n/m,
    );
    monday = await world.schedules();
    expect(ofTheFile(monday.staging)).toEqual({
      acme: invoices("0 5 * * MON-FRI", false, { vendor: "acme", password: passwords.staging }),
      globex: invoices("0 7 * * MON-FRI", false, { vendor: "globex", password: passwords.staging }),
      claims: ["Claim status check", "0 9 * * MON", "Asia/Tokyo", false, null],
    });
    expect(ofTheFile(monday.prod)).toEqual({
      acme: invoices("30 5 * * MON-FRI", true, { vendor: "acme", password: passwords.prod }),
      globex: invoices("0 7 * * MON-FRI", true, { vendor: "globex", password: passwords.prod }),
      claims: ["Claim status check", "0 9 * * MON", "Asia/Tokyo", true, null],
    });
  });

  test("Tuesday: the preview of a pull request lists what each environment will get, and changes nothing", async () => {
    const { team, pipeline, workflows } = world;
    const change = { branch: "initech", author: "Ben", message: "Initech in, claims out" };
    const commit = await team.open({ ...change, files: { "schedules.yaml": tuesdaysFile } });
    await pipeline.checkOut(team, commit);
    const before = await world.everything();
    expect((await cli("validate", "--strict")).code).toBe(0);
    const { code, report } = await cli("promote", "staging", "prod", "--preview", "--markdown");
    expect(code).toBe(0);
    const initech = (isEnabled: boolean, [workflowId]: readonly string[]) =>
      `- \`+ schedules-initech (WorkflowSchedule): cronExpression "0 8 * * MON-FRI", enabled ${isEnabled}, parameters {"password":"[secret]","vendor":"initech"}, timezone "Asia/Tokyo", workflowId "${workflowId}"\``;
    expect(sections(report)).toEqual([
      ["## What this would change"],
      [`Commit ${commit.slice(0, 7)}.`],
      [
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| `prod` | previewed | 1 | 1 | 0 | 1 | 2 |",
        "| `staging` | previewed | 1 | 1 | 0 | 1 | 2 |",
        "| stack | result | create | update | replace | delete | unchanged |",
      ],
      ["### staging"],
      [
        initech(false, workflows.staging),
        expect.stringMatching(/^- `- schedules-claims \(WorkflowSchedule wfs_\d+\)`$/),
        expect.stringMatching(
          /^- `~ schedules-acme \(wfs_\d+\): cron\S+ "0 5 \* \* MON-FRI" -> "0 6 \* \* MON-FRI"`$/,
        ),
      ],
      ["### prod"],
      [
        initech(true, workflows.prod),
        expect.stringMatching(/^- `- schedules-claims \(WorkflowSchedule wfs_\d+\)`$/),
        expect.stringMatching(
          /^- `~ schedules-globex \(wfs_\d+\): cron\S+ "0 7 \* \* MON-FRI" -> "30 7 \* \* MON-FRI"`$/,
        ),
      ],
      // Nothing runs in staging. Tokyo is nine hours ahead of UTC.
      [expect.stringMatching(/^Runs in the week .*, UTC:$/)],
      [
        "| --- | --- | --- | --- |",
        "| added | `schedules-initech` |  | Sun–Thu 23:00 |",
        "| change | schedule | before | after |",
        "| moved | `schedules-globex` | Sun–Thu 22:00 | Sun–Thu 22:30 |",
        "| removed | `schedules-claims` | Monday 00:00 |  |",
      ],
      ["Runs that start in each hour, from 00 to 23:"],
      expect.arrayContaining(["| Mon | `█···················█·█·` | `····················█·██` |"]),
    ]);
    expect(await world.everything()).toEqual(before);
  });

  test("Tuesday: a broken pull request is refused with the position of each mistake, and changes nothing", async () => {
    const { team, pipeline } = world;
    const change = { branch: "broken", author: "Cem", message: "Globex at another time" };
    await pipeline.checkOut(team, await team.open({ ...change, files: { "schedules.yaml": brokenFile } }));
    const before = await world.everything();
    const [text, json, markdown] = [
      await cli("validate"),
      await cli("validate", "--json"),
      await cli("validate", "--markdown"),
    ];
    expect([text.code, json.code, markdown.code]).toEqual([2, 2, 2]);
    expect(text.report).toMatch(
      /^schedules\.yaml:9:5 error {2}schedules\.globex\.crom: .*"cron"\? {2}\[unknown-key\]\nschedules\.yaml:12:11 error {2}.* 3 minutes apart; .*\nschedules\.yaml:15:23 error {2}.*true or false.*\n.*3 errors, 0 warnings\n$/,
    );
    const { findings } = JSON.parse(json.report) as ValidatedFile;
    expect(findings.map(({ rule, place: { file, line, column } }) => [rule, file, line, column])).toEqual([
      ["unknown-key", "schedules.yaml", 9, 5],
      ["value", "schedules.yaml", 12, 11],
      ["value", "schedules.yaml", 15, 23],
    ]);
    expect(markdown.report.match(/^\| `schedules\.yaml:\d+:\d+` \| error \| /gm)).toEqual([
      "| `schedules.yaml:9:5` | error | ",
      "| `schedules.yaml:12:11` | error | ",
      "| `schedules.yaml:15:23` | error | ",
    ]);

    const applied = await cli("promote", "staging", "prod");
    expect(applied.code).toBe(1);
    expect(applied.report).toMatch(/^staging: failed in the preview\n[\s\S]*\n {2}schedules\.yaml:12:11: /);
    expect(applied.report).toMatch(/\nprod: not reached\n$/);
    expect(await world.everything()).toEqual(before);
  });

  test("Tuesday: the merge is applied, and unrelated schedules are not touched", async () => {
    const { team, pipeline } = world;
    tuesdaysMerge = await team.merge("initech");
    await pipeline.checkOut(team, tuesdaysMerge);
    const { code, report } = await cli("promote", "staging", "prod", "--markdown");
    expect(code).toBe(0);
    expect(report).toContain(`## Promotion\n\nCommit ${tuesdaysMerge.slice(0, 7)}.\n`);
    expect(report).toContain(
      "| `staging` | promoted | 1 | 1 | 0 | 1 | 2 |\n| `prod` | promoted | 1 | 1 | 0 | 1 | 2 |\n",
    );
    const { staging, prod } = await world.schedules();
    expect(ofTheFile(staging)).toEqual({
      acme: invoices("0 6 * * MON-FRI", false, { vendor: "acme", password: passwords.staging }),
      globex: invoices("0 7 * * MON-FRI", false, { vendor: "globex", password: passwords.staging }),
      initech: invoices("0 8 * * MON-FRI", false, { vendor: "initech", password: passwords.staging }),
    });
    expect(ofTheFile(prod)).toEqual({
      acme: invoices("30 5 * * MON-FRI", true, { vendor: "acme", password: passwords.prod }),
      globex: invoices("30 7 * * MON-FRI", true, { vendor: "globex", password: passwords.prod }),
      initech: invoices("0 8 * * MON-FRI", true, { vendor: "initech", password: passwords.prod }),
    });
    expect([staging.globex, prod.acme]).toEqual([monday.staging.globex, monday.prod.acme]);
    expect(staging.acme?.modified_at).not.toBe(monday.staging.acme?.modified_at);
  });

  test("Wednesday: drift reports a schedule that was paused by hand, and does not change it", async () => {
    const { initech: running } = (await world.schedules()).prod;
    const paused = `/v1/workflows/${running?.workflow_permanent_id}/schedules/${running?.workflow_schedule_id}/disable`;
    expect((await world.accounts.prod.call("POST", paused)).status).toBe(200);
    const before = await world.everything();
    const [text, json, markdown] = [
      await cli("drift", "staging", "prod"),
      await cli("drift", "prod", "--json"),
      await cli("drift", "prod", "--markdown"),
    ];
    expect([text.code, json.code, markdown.code]).toEqual([2, 2, 2]);
    expect(text.report).toMatch(
      /^staging: no drift\n\nprod: drift of 1 resource\n {2}~ schedules-initech \(WorkflowSchedule wfs_\d+\): changed on [-\d]+ \d\d:\d\d UTC\n {6}enabled: true after the last up, false on the server\n\n.*`pulumi up --refresh --stack prod`/,
    );
    expect(text.report).toMatch(
      /\n\naccount of staging: 1 orphan, which no stack of this project has\n {2}\? by hand \(wfs_\d+ of workflow "Claim status check"\): 0 2 \* \* \*, UTC\n\naccount of prod: 1 orphan, /,
    );
    const { stacks } = JSON.parse(json.report) as { stacks: readonly StackDrift[] };
    const enabled = { property: "enabled", inState: true, onServer: false, isKeptByUp: false };
    const initech = {
      name: "schedules-initech",
      type: "WorkflowSchedule",
      id: running?.workflow_schedule_id,
      kind: "changed",
      changedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      properties: [enabled],
    };
    expect(stacks).toEqual([{ stack: "prod", status: "drifted", warnings: [], resources: [initech] }]);
    expect(markdown.report).toContain("| `prod` | drift of 1 resource |\n");
    expect(markdown.report).toMatch(
      /^- `schedules-initech` \(WorkflowSchedule wfs_\d+\): changed on [-\d]+ \d\d:\d\d UTC\n {2}- `enabled: true after the last up, false on the server`\n/m,
    );
    expect(await world.everything()).toEqual(before);
  });

  test("Wednesday: a drift check that fails does not report drift", async () => {
    const before = await world.everything();
    const wrongKey = { [keyVariables.prod]: "wrong" };
    const refused = await world.pipeline.cli(["drift", "prod"], wrongKey);
    expect(refused.code).toBe(1);
    expect(refused.report).toMatch(
      /^prod: could not be checked\n {2}.*Skyvern refused the API key .* Check SKYVERN_API_KEY_PROD,.*\n$/,
    );
    await world.proxy.refuse();
    const unreachable = await cli("drift", "prod", "--json");
    await world.proxy.accept();
    expect(unreachable.code).toBe(1);
    const failure = [expect.stringContaining(`no connection to ${world.proxy.url}`)];
    expect(JSON.parse(unreachable.report)).toMatchObject({
      stacks: [{ stack: "prod", status: "failed", resources: [], failure }],
    });
    expect(await world.everything()).toEqual(before);
  });

  test("Wednesday: the command that the drift check prints repairs the drift, and nothing else", async () => {
    const before = await world.schedules();
    await world.pipeline.up("--refresh", "--stack", "prod");
    const { code, report } = await cli("drift", "staging", "prod", "--ignore", "by *");
    expect([code, report]).toEqual([
      0,
      "staging: no drift\n\nprod: no drift\n\naccount of staging: no orphans; 1 is ignored\n\naccount of prod: no orphans; 1 is ignored\n",
    ]);
    const { staging, prod } = await world.schedules();
    expect(staging).toEqual(before.staging);
    const { initech, ...others } = prod;
    expect(initech).toEqual({ ...before.prod.initech, enabled: true, modified_at: initech?.modified_at });
    expect({ initech: before.prod.initech, ...others }).toEqual(before.prod);
  });

  test("Thursday: a revert that is merged restores Monday's state", async () => {
    const { team, pipeline } = world;
    const before = await world.schedules();
    await pipeline.checkOut(team, await team.openRevert("revert-initech", tuesdaysMerge));
    expect((await cli("validate", "--strict")).code).toBe(0);
    await pipeline.checkOut(team, await team.merge("revert-initech"));
    const { code, report } = await cli("promote", "staging", "prod");
    expect(code).toBe(0);
    expect(report).toMatch(
      /^ {2}~ schedules-acme \(wfs_\d+\): cronExpression "0 6 \* \* MON-FRI" -> "0 5 \* \* MON-FRI"$/m,
    );
    const { staging, prod } = await world.schedules();
    expect([withoutMarks(staging), withoutMarks(prod)]).toEqual([
      withoutMarks(monday.staging),
      withoutMarks(monday.prod),
    ]);
    expect([staging.globex, prod.acme]).toEqual([before.staging.globex, before.prod.acme]);
  });

  test("Friday: a rotated key works at once, and only the variable that holds it changes", async () => {
    await world.rotateKey("prod");
    const sent = world.proxy.requests.length;
    const { code, report } = await cli("drift", "prod", "--ignore", "by hand");
    expect([code, report]).toEqual([0, "prod: no drift\n\naccount of prod: no orphans; 1 is ignored\n"]);
    const used = new Set(world.proxy.requests.slice(sent).map(({ headers }) => headers["x-api-key"]));
    expect([...used]).toEqual([world.accounts.prod.apiKey]);
  });

  test("Friday: a failed smoke test in prod stops the promotion, and the revert from the report restores prod", async () => {
    const { team, pipeline } = world;
    const files = { "schedules.yaml": fridaysFile, "index.js": programWithSmokeTest };
    await team.open({ branch: "earlier", author: "Ben", message: "Acme earlier, with a smoke test", files });
    const fridaysMerge = await team.merge("earlier");
    await pipeline.checkOut(team, fridaysMerge);
    const { code, report } = await cli("promote", "staging", "prod");
    expect(code).toBe(1);
    expect(report).toMatch(
      /^staging: promoted, 1 create, 1 update, 3 unchanged\n[\s\S]*^ {2}run smoke: completed, /m,
    );
    expect(report).toMatch(/^prod: failed in the up, [\s\S]*^ {2}run smoke: failed, /m);
    expect(report).toMatch(/^ {2}error: smoke: Run wr_\d+ of workflow wpid_\d+ ended as failed: /m);
    const short = fridaysMerge.slice(0, 7);
    expect(report).toContain(`\n\nNow: staging has ${short}; prod has part of ${short}. `);
    expect(report).toMatch(new RegExp(`git revert (-m 1 )?${short}`));

    await pipeline.checkOut(team, await team.openRevert("revert-earlier", fridaysMerge));
    await pipeline.checkOut(team, await team.merge("revert-earlier"));
    expect((await cli("promote", "staging", "prod")).code).toBe(0);
    const { staging, prod } = await world.schedules();
    expect(withoutMarks(prod)).toEqual(withoutMarks(monday.prod));
    expect(withoutMarks(staging)).toEqual(withoutMarks(monday.staging));
  });

  test("Friday: the old key is refused with a clear sentence and changes nothing", async () => {
    const [oldKey = ""] = world.keys.prod;
    await untilRefused(oldKey);
    const before = await world.everything();
    const withOldKey = { [keyVariables.prod]: oldKey };
    const { code, report } = await world.pipeline.cli(["promote", "prod"], withOldKey);
    expect(code).toBe(1);
    expect(report).toMatch(
      /^prod: failed in the preview\n {2}error: .*Skyvern refused the API key .* Check SKYVERN_API_KEY_PROD,/,
    );
    expect(await world.everything()).toEqual(before);
  });

  test("Friday: trigger runs the schedule that somebody made by hand, once, and waits for its end", async () => {
    const { staging, prod } = await world.schedules();
    const workflowId = String(staging["by hand"]?.workflow_permanent_id);
    const before = await world.accounts.staging.runsOf(workflowId);
    const args = ["trigger", "by hand", "--stack", "staging", "--yes", "--timeout", "3m", "--json"] as const;
    const { code, report, progress } = await cli(...args);
    const { run, end } = JSON.parse(report) as Triggered;
    expect({ code, end, status: run.status }).toEqual({ code: 0, end: "ended", status: "completed" });
    expect(progress).toContain(`\nstarted ${run.runId}\n`);
    const after = await world.accounts.staging.runsOf(workflowId);
    expect(after.filter((id) => !before.includes(id))).toEqual([run.runId]);
    expect(await world.schedules()).toEqual({ staging, prod });
  });

  test("Friday: doctor finds no problem with the set-up of a stack, and names the server's version", async () => {
    const { code, report } = await cli("doctor", "--stack", "staging", "--json");
    const { checks } = JSON.parse(report) as { checks: readonly Check[] };
    expect(checks.filter(({ status }) => status === "problem")).toEqual([]);
    expect(code).toBe(0);
    const messages = checks.map(({ message }) => message);
    expect(messages).toContain("The server answers. It is Skyvern 1.0.56.");
    expect(messages).toContain(`The API key comes from the environment variable ${keyVariables.staging}.`);
  });

  test("all week, no environment changed another account, or a schedule that is not in the file", async () => {
    const { staging, prod } = await world.schedules();
    expect([staging["by hand"], prod["by hand"]]).toEqual([
      atFirst.staging["by hand"],
      atFirst.prod["by hand"],
    ]);
    const all = { own: 3, others: [] };
    expect(world.requestsByAccount()).toEqual({ staging: all, prod: all });
  });

  test("all week, no key and no password was printed or stored in state unencrypted", () => {
    const { printed } = world.pipeline;
    expect(printed).toContain("schedules-initech");
    const secrets = [...Object.values(passwords), ...Object.values(world.keys).flat()];
    const kept = printed + world.pipeline.stored();
    expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
  });
});

type Shown = readonly [unknown, unknown, unknown, unknown, unknown];

function invoices(cron: string, isEnabled: boolean, parameters: object): Shown {
  return ["Invoice download", cron, "Asia/Tokyo", isEnabled, parameters];
}

/** What a program can ask for, of all but the schedule that somebody made by hand. */
function ofTheFile(schedules: Schedules): Readonly<Record<string, Shown>> {
  const ours = Object.entries(schedules).filter(([name]) => name !== "by hand");
  return Object.fromEntries(
    ours.map(([name, { workflow_title, cron_expression, timezone, enabled, parameters }]) => [
      name,
      [workflow_title, cron_expression, timezone, enabled, parameters],
    ]),
  );
}

/** Without what is another one for a schedule that was made again. */
function withoutMarks(schedules: Schedules): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(schedules).map(([name, { workflow_schedule_id, created_at, modified_at, ...content }]) => [
      name,
      content,
    ]),
  );
}

/** The lines of each section, in an order of their own: resources come in the order in which they are done. */
function sections(markdown: string): readonly (readonly string[])[] {
  return markdown
    .trimEnd()
    .split("\n\n")
    .map((section) => section.split("\n").sort());
}
