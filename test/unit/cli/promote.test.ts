import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { findCheckout } from "../../../src/cli/checkout";
import type { Promotion } from "../../../src/cli/promote/promotion";
import { recordedEvents } from "../../support/cli/events";
import { runHere } from "../../support/cli/here";
import { type ScriptedAnswer, ScriptedPulumi } from "../../support/cli/pulumi";
import { gitFolder } from "../../support/team/git-folder";

/** A step of a schedule: the inputs of both sides, and the outputs that the server adds. */
function step(
  op: string,
  name: string,
  old: Readonly<Record<string, unknown>> | undefined,
  wanted: Readonly<Record<string, unknown>> | undefined,
  outputs: Readonly<Record<string, unknown>> = {},
): EngineEvent {
  const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
  const metadata = {
    op,
    urn: `urn:pulumi:dev::app::${type}::${name}`,
    type,
    ...(old === undefined
      ? {}
      : { old: { id: "wpid_1/wfs_1", inputs: old, outputs: { ...old, ...outputs } } }),
    ...(wanted === undefined ? {} : { new: { inputs: wanted, outputs: wanted } }),
  };
  return { resOutputsEvent: { metadata, planning: true } } as unknown as EngineEvent;
}

const nightly = { workflowId: "wpid_1", name: "nightly", cronExpression: "0 2 * * *", timezone: "UTC" };
const firing = { ...nightly, enabled: true };

describe("promote in a git repository, with a `pulumi` that answers as scripted", () => {
  const pulumi = new ScriptedPulumi();
  let root: string;
  const { git, write, commit } = gitFolder(() => root);
  const made = step("create", "a", undefined, firing);
  const failing: ScriptedAnswer = { code: 255, stderr: "error: update failed", events: [made] };

  beforeAll(() => pulumi.putOnPath());
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-promote-")));
    git("init", "--quiet");
    write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
    write("index.js", "");
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  afterAll(() => pulumi.remove());

  it("reports the planned changes that a failed up did not make", async () => {
    const left = step("delete", "b", nightly, undefined);
    pulumi.answer({ preview: { events: [made, left] }, up: failing });
    const { report } = await runHere("promote", "dev", "--json", "--cwd", root);
    const [dev] = (JSON.parse(report) as Promotion).stacks;
    expect(dev).toMatchObject({ changes: [{ kind: "create" }], notDone: [{ kind: "delete", name: "b" }] });
    pulumi.answer({ preview: { events: [made, left] } });
    const { report: fine } = await runHere("promote", "dev", "--json", "--cwd", root);
    expect((JSON.parse(fine) as Promotion).stacks[0]).not.toHaveProperty("notDone");
  });

  it("reports a replacement that deleted a schedule and did not create it again", async () => {
    const [drop, make] = [
      step("delete-replaced", "a", nightly, undefined),
      step("create-replacement", "a", nightly, nightly),
    ];
    pulumi.answer({ preview: { events: [drop, make] }, up: { ...failing, events: [drop] } });
    const { report } = await runHere("promote", "dev", "--cwd", root);
    expect(report).toContain(
      "dev: failed in the up, 1 delete, 1 not done, 0 unchanged\n  - a (WorkflowSchedule wfs_1)\n  not done: +- a (wfs_1)\n",
    );
  });

  it.each([
    ["preview", { preview: { lacksSummary: true } }, "dev: failed in the preview\n"],
    ["up", { preview: { events: [made] }, up: { lacksSummary: true } }, "dev: failed in the up"],
  ])(
    "fails instead of reporting no changes when events of the %s are lost",
    async (command, answers: Record<string, ScriptedAnswer>, failed) => {
      pulumi.answer(answers);
      const { code, report } = await runHere("promote", "dev", "prod", "--cwd", root);
      expect(code).toBe(1);
      expect(report).toContain(failed);
      expect(report).toContain("`pulumi` succeeded, but events of it did not arrive here");
      expect(report).toContain("prod: not reached");
      expect(report).not.toContain("not done");
      expect(report.includes("dev has part of")).toBe(command === "up");
    },
  );

  it("repeats a preview whose events are lost, and never an up", async () => {
    pulumi.answer({ preview: [{ lacksSummary: true }, { events: [made] }], up: { lacksSummary: true } });
    const { code, report } = await runHere("promote", "dev", "--cwd", root);
    expect(code).toBe(1);
    expect(report).toContain("dev: failed in the up");
    const counted = (name: string): number => pulumi.calls().filter((call) => call === name).length;
    expect([counted("preview"), counted("up")]).toEqual([2, 1]);
  });

  it("runs no command after the up, whose outputs and history it does not need", async () => {
    pulumi.answer({ preview: { events: [made] }, up: { events: [made] } });
    const { code } = await runHere("promote", "dev", "--cwd", root);
    expect(code).toBe(0);
    expect(pulumi.calls().at(-1)).toBe("up");
  });

  describe("with --preview --markdown", () => {
    const previewed = async (...events: readonly EngineEvent[]): Promise<string> => {
      pulumi.answer({ preview: { events } });
      return (await runHere("promote", "dev", "--preview", "--markdown", "--cwd", root)).report;
    };

    it("shows which runs of the coming week a pull request moves, adds and removes", async () => {
      const report = await previewed(
        step("update", "a", firing, { ...firing, cronExpression: "30 8 * * MON" }),
        step("create", "b", undefined, { ...firing, cronExpression: "0 9 * * TUE" }),
        step("delete", "c", { ...firing, timezone: "Asia/Tokyo" }, undefined),
        step("update", "d", firing, { ...firing, enabled: false }),
        step("same", "e", firing, firing),
        step("refresh", "a", firing, firing),
        step("create", "paused", undefined, { ...firing, enabled: false }),
        step("delete", "off", { ...firing, enabled: false }, undefined),
      );
      expect(report).toMatch(/\n\nRuns in the week \d+ \w{3}.* – \d+ \w{3} \d{4}, UTC:\n\n/);
      const rows = report.split("\n").filter((line) => /^\| (moved|added|removed|changed) /.test(line));
      expect(rows).toEqual([
        "| moved | `a` | Every day 02:00 | Monday 08:30 |",
        "| added | `b` |  | Tuesday 09:00 |",
        "| removed | `c` | Every day 17:00 |  |",
        "| changed | `d` | Every day 02:00 | no runs |",
      ]);
      expect(report).toContain("| Mon | `··█··············▄······` | `··▄·····▄···············` |");
    });

    it("names a minute in which a pull request lets three schedules start together", async () => {
      const same = ["a", "b"].map((name) => step("same", name, firing, firing));
      const report = await previewed(...same, step("create", "c", undefined, firing));
      expect(report).toMatch(/\*\*Newly crowded:\*\* .*02:00.*, 3 runs start: `a`, `b`, `c`/);
    });

    it("shows no week if no run moves, and none of schedules whose times are not known yet", async () => {
      const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
      const other = { ...firing, parameters: { vendor: "acme" } };
      const report = await previewed(
        step("update", "a", firing, other),
        step("update", "b", firing, { ...firing, cronExpression: unknown }),
        step("update", "c", { ...firing, enabled: false }, { ...other, enabled: false }),
      );
      expect(report).toContain("### dev");
      expect(report).not.toContain("Runs in the week");
    });
  });

  it("writes a parameter called week as JSON, and no runs of the week", async () => {
    const planned = step("create", "a", undefined, { ...firing, parameters: { week: "1" } });
    pulumi.answer({ preview: { events: [planned] } });
    const { report } = await runHere("promote", "dev", "--preview", "--json", "--cwd", root);
    const [dev] = (JSON.parse(report) as Promotion).stacks;
    expect(dev).not.toHaveProperty("week");
    expect(report).toContain('"week": "1"');
  });

  it("warns that uncommitted changes are promoted too and cannot be reverted", async () => {
    const promote = () => runHere("promote", "dev", "--cwd", root);
    pulumi.answer({ preview: failing });
    expect((await promote()).said).not.toContain("uncommitted");
    write("index.js", "changed");
    write("report.md", "new");
    expect((await promote()).said).toContain(
      "warning: there are uncommitted changes: index.js, report.md. They are promoted too, and `git revert` cannot undo them.\n",
    );
    for (const name of ["a.md", "b.md", "c.md"]) write(name, "new");
    expect((await promote()).said).toContain("changes: index.js, a.md, b.md and 2 more. ");
    expect((await runHere("promote", "dev", "--preview", "--cwd", root)).said).not.toContain("uncommitted");
  });

  it("names the stacks that have the commit after a failure, and the revert that goes back", async () => {
    const current = git("rev-parse", "--short=7", "HEAD");
    pulumi.answer({ up: [{}, failing] });
    const args = ["promote", "dev", "staging", "prod", "--cwd", root] as const;
    const { code, report } = await runHere(...args);
    const line = `Now: dev has ${current}; staging has part of ${current}; prod: not changed. Fix the cause and promote again. To go back, run \`git revert ${current}\`, then promote again.`;
    expect([code, report.split("\n\n").at(-1)]).toEqual([1, line]);
    pulumi.answer({ up: [{}, failing] });
    expect(JSON.parse((await runHere(...args, "--json")).report)).toMatchObject({ nextStep: line });
    pulumi.answer({ up: [{}, failing] });
    expect((await runHere(...args, "--markdown")).report).toContain(`\n\n${line}`);
  });

  it("advises no revert when a lock refused the up", async () => {
    pulumi.answer({ up: { code: 255, stderr: "error: the stack is currently locked" } });
    const { code, report } = await runHere("promote", "dev", "prod", "--cwd", root);
    expect(code).toBe(1);
    expect(report).toContain("currently locked");
    expect(report).not.toContain("revert");
  });

  it("advises no revert when no stack was changed, and none of uncommitted changes", async () => {
    pulumi.answer({ preview: failing });
    expect((await runHere("promote", "dev", "prod", "--cwd", root)).report).not.toContain("revert");
    write("index.js", "changed");
    pulumi.answer({ up: failing });
    expect((await runHere("promote", "dev", "--cwd", root)).report).toMatch(
      /Now: dev has part of this program\. .* To go back, restore the former program, then promote it\.$/,
    );
  });

  it("advises `-m 1` for the revert of a merge, also in a shallow clone", async () => {
    git("checkout", "--quiet", "-b", "change");
    write("a.js", "");
    commit();
    git("checkout", "--quiet", "-");
    git("merge", "--quiet", "--no-ff", "--no-edit", "change");
    const clone = join(root, "clone");
    git("clone", "--quiet", "--depth", "1", `file://${root}`, clone);
    pulumi.answer({ up: failing });
    const { report } = await runHere("promote", "dev", "--cwd", clone);
    expect(report).toContain(`run \`git revert -m 1 ${git("rev-parse", "--short=7", "HEAD")}\``);
  });

  it("refuses --rollback with a sentence that says how to go back, and runs nothing", async () => {
    pulumi.answer({});
    expect(await runHere("promote", "dev", "--rollback", "--cwd", root)).toEqual({
      code: 1,
      report: "",
      said: "error: There is no --rollback: to go back, run `git revert COMMIT`, then `promote` again.\n",
    });
    expect(pulumi.calls()).toEqual([]);
  });

  it("finds no checkout before the first commit and outside git", async () => {
    rmSync(join(root, ".git"), { recursive: true });
    expect(await findCheckout(root)).toBeUndefined();
    git("init", "--quiet");
    expect(await findCheckout(root)).toBeUndefined();
  });

  describe("when somebody changed the account by hand", () => {
    const paused = step("update", "nightly", firing, { ...firing, enabled: false });
    const resume = step("update", "nightly", { ...firing, enabled: false }, firing);
    const gone = step("delete", "monthly", firing, undefined);
    const moved = step(
      "create-replacement",
      "weekly",
      { ...firing, description: "by hand" },
      { ...firing, workflowId: "wpid_2" },
    );
    const described = step("update", "weekly", firing, { ...firing, description: "by hand" });
    const again = step("create", "monthly", undefined, firing);
    const script = { preview: { events: [resume] }, refresh: { events: [paused] } };
    const promote = async (...args: readonly string[]) => {
      const { code, report } = await runHere("promote", "dev", "prod", "--cwd", root, ...args);
      return { code, report, ups: pulumi.calls().filter((call) => call === "up").length };
    };

    it("stops before it resumes a paused schedule, names it, and changes no stack", async () => {
      pulumi.answer(script);
      const { code, report, ups } = await promote();
      expect([code, ups]).toEqual([1, 0]);
      expect(report).toBe(
        "dev: stopped, 1 update, 0 unchanged\n  changed by hand: ~ nightly (wfs_1): enabled false -> true\n  error: The account was changed by hand since the last `up`. This promotion would resume nightly. To keep a change made by hand, write it into the code. To overwrite all such changes, add --overwrite.\n\nprod: not reached",
      );
    });

    it("stops before it resumes a schedule whose pause by hand a plain refresh has stored", async () => {
      const stored = step("update", "nightly", { ...firing, enabled: false }, firing, {
        enabled: false,
        pausedByHand: true,
      });
      pulumi.answer({ preview: { events: [stored] }, refresh: {} });
      const { code, report, ups } = await promote();
      expect([code, ups]).toEqual([1, 0]);
      expect(report).toContain("  changed by hand: ~ nightly (wfs_1): enabled false -> true\n");
      expect(report).toContain("This promotion would resume nightly. ");
    });

    it("does not stop before another change of a schedule whose pause by hand stays", async () => {
      const moved = { ...firing, enabled: false, cronExpression: "0 3 * * *" };
      const pause = { enabled: false, pausedByHand: true };
      const change = step("update", "nightly", { ...firing, enabled: false }, moved, pause);
      pulumi.answer({ preview: { events: [change] }, refresh: {}, up: { events: [change] } });
      expect(await promote()).toMatchObject({ code: 0, ups: 2 });
    });

    it("resumes with --overwrite, and marks what was changed by hand", async () => {
      pulumi.answer({ ...script, up: { events: [resume] } });
      const { code, report, ups } = await promote("--overwrite");
      expect([code, ups]).toEqual([0, 2]);
      expect(report).toContain(
        "dev: promoted, 1 update, 0 unchanged\n  changed by hand: ~ nightly (wfs_1): enabled false -> true\n",
      );
    });

    it("warns in a preview of every stack, and ends with 0", async () => {
      pulumi.answer(script);
      const { code, report, ups } = await promote("--preview");
      expect([code, ups]).toEqual([0, 0]);
      expect(report.match(/warning: .* would resume nightly\. /g)).toHaveLength(2);
    });

    it("names what it would create again and change back", async () => {
      pulumi.answer({ preview: { events: [moved, again] }, refresh: { events: [gone, described] } });
      const { code, report } = await promote("--json");
      const [dev] = (JSON.parse(report) as Promotion).stacks;
      expect(code).toBe(1);
      expect(dev).toMatchObject({
        status: "stopped",
        changes: [{ byHand: "deleted" }, { byHand: ["description"] }],
        failure: { reasons: [expect.stringContaining("would create again monthly; change back weekly. ")] },
      });
    });

    // nextcloud/helm#881, Scalingo/terraform-provider-scalingo#246, n8n-io/terraform-aws-n8n#50
    it.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>, string]>([
      [
        "a pause that the code never heard of",
        firing,
        { ...firing, enabled: false },
        "would resume nightly. ",
      ],
      [
        "two properties at once",
        firing,
        { ...firing, enabled: false, cronExpression: "0 4 * * *" },
        "would resume nightly. ",
      ],
      [
        "a value beside the one that the code changes",
        { ...firing, description: "new" },
        { ...firing, cronExpression: "0 4 * * *" },
        "would change back nightly. ",
      ],
    ])("stops before it takes back %s, and changes nothing", async (_, wanted, byHand, effect) => {
      pulumi.answer({
        preview: { events: [step("update", "nightly", byHand, wanted)] },
        refresh: { events: [step("update", "nightly", firing, byHand)] },
      });
      const { code, report, ups } = await promote();
      expect([code, ups]).toEqual([1, 0]);
      expect(report).toContain(
        `This promotion ${effect}To keep a change made by hand, write it into the code.`,
      );
      expect(report).toContain("changed by hand: ~ nightly (wfs_1): ");
    });

    it("follows an alias to the schedule that was paused", async () => {
      const metadata = step("update", "daily", { ...firing, enabled: false }, firing).resOutputsEvent
        ?.metadata;
      const old = { ...metadata?.old, urn: paused.resOutputsEvent?.metadata.urn };
      const renamed = { resOutputsEvent: { metadata: { ...metadata, old } } } as unknown as EngineEvent;
      pulumi.answer({ preview: { events: [renamed] }, refresh: { events: [paused] } });
      expect(await promote()).toMatchObject({
        code: 1,
        report: expect.stringContaining("would resume daily"),
      });
    });

    it.each([
      ["the code resumes a schedule that nobody paused by hand", [resume], []],
      [
        "the code leaves the pause to the server",
        [
          step(
            "update",
            "nightly",
            { ...nightly, enabled: false },
            { ...nightly, cronExpression: "0 3 * * *" },
          ),
        ],
        [paused],
      ],
      [
        "the code has the change that was made by hand",
        [step("update", "other", nightly, firing)],
        [described],
      ],
      [
        "the refresh settles an unconfirmed creation",
        [again],
        [
          {
            resOutputsEvent: {
              metadata: {
                ...gone.resOutputsEvent?.metadata,
                old: { ...gone.resOutputsEvent?.metadata.old, id: "wpid_1/unconfirmed" },
              },
            },
          } as unknown as EngineEvent,
        ],
      ],
    ])("does not stop when %s", async (_, events, drift) => {
      pulumi.answer({ preview: { events }, refresh: { events: drift } });
      expect(await promote()).toMatchObject({ code: 0, ups: 2 });
    });

    it("stops before it overwrites a secret that was changed by hand, beside another change", async () => {
      pulumi.answer({
        preview: { events: recordedEvents("plugin-preview") },
        refresh: { events: recordedEvents("plugin-drift") },
      });
      const { code, report, ups } = await promote();
      expect([code, ups]).toEqual([1, 0]);
      expect(report).toContain("  changed by hand: ~ nightly (wfs_39): parameters.token (secret) changes\n");
      expect(report).toContain("This promotion would create again third; change back nightly. ");
    });

    it("fails before the up when the drift cannot be read", async () => {
      pulumi.answer({ ...script, refresh: { code: 255, stderr: "error: no key" } });
      const { code, report, ups } = await promote();
      expect([code, ups]).toEqual([1, 0]);
      expect(report).toContain("dev: failed in the preview\n");
    });
  });

  describe("when a schedule is created and another one is deleted", () => {
    const preview = async (...events: readonly EngineEvent[]) => {
      pulumi.answer({ preview: { events } });
      return (await runHere("promote", "dev", "--preview", "--cwd", root)).report;
    };
    const within = (event: EngineEvent, parent: string): EngineEvent => {
      const metadata = event.resOutputsEvent?.metadata;
      const side = (state: object | null | undefined) =>
        state === undefined || state === null ? state : { ...state, parent };
      return {
        resOutputsEvent: { metadata: { ...metadata, old: side(metadata?.old), new: side(metadata?.new) } },
      } as unknown as EngineEvent;
    };
    const made = (name: string) => step("create", name, undefined, firing);
    const deleted = (name: string, other = {}) => step("delete", name, { ...firing, ...other }, undefined);
    const set = "urn:pulumi:dev::app::skyvern:index:ScheduleSet::jobs";

    it("advises the alias of a renamed resource", async () => {
      expect(await preview(made("daily"), deleted("nightly", { name: "before" }))).toContain(
        'warning: daily: It looks like a rename of nightly: add `aliases: [{ name: "nightly" }]` to its resource options.',
      );
    });

    it("advises the alias of a renamed resource of the provider plugin", async () => {
      const [create, drop] = [made("daily"), deleted("nightly")].map((event) => {
        const text = JSON.stringify(event).replaceAll("pulumi-nodejs:dynamic/skyvern:", "skyvern:index:");
        return JSON.parse(text) as EngineEvent;
      });
      expect(await preview(...[create, drop].flatMap((one) => one ?? []))).toContain(
        'warning: daily: It looks like a rename of nightly: add `aliases: [{ name: "nightly" }]`',
      );
    });

    it.each([
      ["python", '`aliases=[pulumi.Alias(name="nightly")]`'],
      ["go", '`pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("nightly")}})`'],
      [
        "yaml",
        `\`aliases: ["${deleted("nightly").resOutputsEvent?.metadata?.urn}"]\`, a URN for each stack,`,
      ],
      ["dotnet", 'an alias with the name "nightly"'],
    ])("advises the alias in the language of a project with the runtime %s", async (runtime, option) => {
      write("Pulumi.yaml", `name: app\nruntime: ${runtime}\n`);
      try {
        expect(await preview(made("daily"), deleted("nightly"))).toContain(
          `warning: daily: It looks like a rename of nightly: add ${option} to its resource options.`,
        );
      } finally {
        write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
      }
    });

    it("advises the alias of a renamed key of a schedule file", async () => {
      expect(await preview(within(made("jobs-daily"), set), within(deleted("jobs-nightly"), set))).toContain(
        "warning: jobs-daily: It looks like a rename of nightly: add `aliases: [nightly]` to it in the schedule file.",
      );
    });

    // pulumi/pulumi#9902, pulumi/pulumi-yaml#439, pulumi/pulumi-github#744: the same object under another name
    it.each([
      ["the name on the server stays", "some-other-playground", "playground"],
      ["only a number is added", "testBucket2", "testBucket"],
      ["the name has other signs", "bug: label", "bug label"],
    ])("advises the alias of a renamed resource if %s", async (_, newer, older) => {
      expect(await preview(made(newer), deleted(older))).toContain(
        `warning: ${newer}: It looks like a rename of ${older}: add \`aliases: [{ name: ${JSON.stringify(older)} }]\``,
      );
      expect(pulumi.calls()).not.toContain("up");
    });

    it.each([
      ["another workflow", { workflowId: "wpid_2" }],
      ["another cron expression", { cronExpression: "0 3 * * *" }],
      ["another timezone", { timezone: "Asia/Tokyo" }],
      ["an interval", { cronExpression: undefined, intervalSeconds: 5400 }],
      ["one time", { cronExpression: undefined, runAt: "2090-01-04T08:00:00Z" }],
    ])("advises no alias when the deleted schedule has %s", async (_, other) => {
      expect(await preview(made("daily"), deleted("nightly", other))).not.toContain("rename");
    });

    it("advises no alias when two deleted schedules are alike", async () => {
      expect(await preview(made("daily"), deleted("nightly"), deleted("other"))).not.toContain("rename");
    });
  });
});
