import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Promotion } from "../../../src/cli/promote/promotion";
import { lastGoodCommit, othersAtWork } from "../../../src/cli/rollback/last-good-commit";
import type { Rollback } from "../../../src/cli/rollback/rollback";
import { rollbackRefusals } from "../../../src/cli/rollback/rollback-refusals";
import { runHere } from "../../support/cli/here";
import { type ScriptedAnswer, ScriptedPulumi } from "../../support/cli/pulumi";
import { gitFolder } from "../../support/team/git-folder";

/** A step of a schedule, of which the two sides are inputs, and what the server adds to them. */
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
    ...(old === undefined ? {} : { old: { inputs: old, outputs: { ...old, ...outputs } } }),
    ...(wanted === undefined ? {} : { new: { inputs: wanted, outputs: wanted } }),
  };
  return { resOutputsEvent: { metadata, planning: true } } as unknown as EngineEvent;
}

const nightly = { workflowId: "wpid_1", name: "nightly", cronExpression: "0 2 * * *", timezone: "UTC" };
const paused = { ...nightly, enabled: false };
const firing = { ...nightly, enabled: true };

describe("the plan of a rollback", () => {
  it.each([
    ["ends a pause", step("update", "a", paused, firing)],
    ["ends a pause that was made by hand", step("update", "a", nightly, firing, { enabled: false })],
    ["ends a hold", step("update", "a", { ...paused, afterHold: "enabled" }, nightly)],
    ["ends a hold that only state knows", step("update", "a", paused, nightly, { afterHold: "enabled" })],
    [
      "may end a pause",
      step("update", "a", paused, { ...nightly, enabled: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }),
    ],
    ["replaces a paused one", step("create-replacement", "a", paused, nightly)],
  ])("is refused where it %s", (_, event) =>
    expect(rollbackRefusals([event])).toEqual([
      expect.stringMatching(/^It would make 1 schedule fire again that is paused now: a\. Fix /),
    ]),
  );

  it("is refused where it makes one that fires in a stack that is held", () => {
    const held = step("same", "a", { ...paused, afterHold: "paused" }, paused);
    const other = step("create", "b", undefined, { ...nightly, workflowId: "wpid_2" });
    expect(rollbackRefusals([held, other])).toEqual([expect.stringMatching(/1 schedule fire .*: b\. /)]);
    expect(rollbackRefusals([other])).toEqual([]);
  });

  it.each([
    ["keeps a pause", step("update", "a", paused, { ...paused, cronExpression: "0 3 * * *" })],
    ["leaves one to the server", step("update", "a", nightly, { ...nightly, name: "b" }, { enabled: false })],
    ["begins a pause", step("update", "a", firing, paused)],
    ["changes one that fires", step("update", "a", firing, { ...firing, name: "b" })],
    ["replaces one that fires", step("create-replacement", "a", firing, firing)],
  ])("is fine where it %s", (_, event) => expect(rollbackRefusals([event])).toEqual([]));

  it.each([
    ["the same name", { ...nightly, cronExpression: "0 3 * * *" }],
    ["the same times", { workflowId: "wpid_1", name: "b", cronExpression: "0 2 * * *" }],
  ])("is refused where one is made before another one of the same workflow and %s is deleted", (_, other) =>
    expect(
      rollbackRefusals([step("create", "a", undefined, nightly), step("delete", "b", other, undefined)]),
    ).toEqual([
      expect.stringMatching(
        /^It would make the schedule a before it deletes b, .* with b in the `aliases` of a\.$/,
      ),
    ]),
  );

  it.each([
    ["of another workflow", { ...nightly, workflowId: "wpid_2" }],
    ["of another name and other times", { ...nightly, name: "b", cronExpression: "0 3 * * *" }],
  ])("is fine where the one that is deleted is %s", (_, other) =>
    expect(
      rollbackRefusals([step("create", "a", undefined, nightly), step("delete", "b", other, undefined)]),
    ).toEqual([]),
  );
});

describe("the last good commit", () => {
  const ok = { kind: "update", result: "succeeded", commit: "good", isDirty: false };
  const failed = { ...ok, commit: "now", result: "failed" };
  const here = { commit: "now", uncommitted: [] };
  const older = { ...ok, commit: "older" };

  it("is that of the newest up that succeeded, past failures and what changes no resource", () => {
    const refreshed = { ...ok, commit: "refreshed", kind: "refresh" };
    const renamed = { ...ok, commit: "renamed", kind: "rename" };
    const failures = [failed, { ...failed, commit: "before" }, { ...failed, kind: "destroy" }];
    expect(lastGoodCommit([...failures, refreshed, renamed, ok, older], here)).toEqual({ commit: "good" });
  });

  it.each([
    ["destroy", { ...ok, kind: "destroy" }, /^The newest command that succeeded is a `destroy`, .*\. Fix /],
    ["import", { ...ok, kind: "import" }, /is no `up` but of the kind `import`, .*\. Fix /],
    ["import of resources", { ...ok, kind: "resource-import" }, /of the kind `resource-import`, .*\. Fix /],
    ["up beside uncommitted files", { ...ok, isDirty: true }, /commit good with uncommitted .*\. Fix /],
    ["up outside git", { ...ok, commit: undefined }, /was run outside git, .*\. Fix /],
  ])("is none where a newer %s succeeded: the older one is too old", (_, newer, reason) =>
    expect(lastGoodCommit([failed, newer, ok], here)).toEqual({ reason: expect.stringMatching(reason) }),
  );

  it("is none where it is the program that has just failed, and itself where something uncommitted failed", () => {
    const history = [failed, { ...ok, commit: "now" }, older];
    const reason = expect.stringMatching(/ the newest good one is the commit that has just failed\.$/);
    expect(lastGoodCommit(history, here)).toEqual({ reason });
    expect(lastGoodCommit(history, { ...here, uncommitted: ["index.ts"] })).toEqual({ commit: "now" });
  });

  it("is none where no up succeeded", () =>
    expect(lastGoodCommit([failed, { ...failed, commit: "before" }], here)).toEqual({
      reason: expect.stringMatching(/^There is no last good commit: /),
    }));

  it.each([
    ["succeeded", { ...ok, commit: "now" }],
    ["is of another commit", { ...failed, commit: "other" }],
    ["goes on", { ...failed, result: "in-progress" }],
    ["is a destroy", { ...failed, kind: "destroy" }],
  ])("is none where the newest entry is not the up that failed: it %s", (_, newest) => {
    expect(lastGoodCommit([newest, failed, ok], here)).toEqual({ reason: othersAtWork });
  });
});

describe("promote in a git repository, with a `pulumi` that answers as told", () => {
  const pulumi = new ScriptedPulumi();
  let root: string;
  let first: string;
  let current: string;
  const { git, write, commit } = gitFolder(() => root);
  const entry = (id: string, result = "succeeded", kind = "update") => ({
    kind,
    result,
    environment: { "git.head": id },
  });
  const listed = (...entries: readonly object[]): ScriptedAnswer => ({ stdout: JSON.stringify(entries) });
  const history = (id: string): ScriptedAnswer => listed(entry(current, "failed"), entry(id));
  const made = step("create", "a", undefined, firing);
  const failing: ScriptedAnswer = { code: 255, stderr: "error: update failed", events: [made] };
  const rollback = async (
    answers: Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>,
  ): Promise<Rollback | undefined> => {
    pulumi.answer({ up: failing, "stack history": history(first), ...answers });
    const { code, report } = await runHere("promote", "dev", "prod", "--rollback", "--json", "--cwd", root);
    expect(code).toBe(1);
    const [dev, prod] = (JSON.parse(report) as Promotion).stacks;
    expect([dev?.failure?.during, prod?.status]).toEqual(["up", "not reached"]);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
    return dev?.rollback;
  };
  const worktreeCalls = (): readonly string[] =>
    pulumi.calls().filter((call) => /^worktree (preview|up)$/.test(call));

  beforeAll(() => pulumi.putOnPath());
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-promote-")));
    git("init", "--quiet");
    write("package.json", "{}");
    write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
    first = commit();
    write("index.js", "");
    current = commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  afterAll(() => pulumi.remove());

  it("says what the up that failed did not do, of what its preview planned", async () => {
    const left = step("delete", "b", nightly, undefined);
    pulumi.answer({ preview: { events: [made, left] }, up: failing });
    const { report } = await runHere("promote", "dev", "--json", "--cwd", root);
    const [dev] = (JSON.parse(report) as Promotion).stacks;
    expect(dev).toMatchObject({ changes: [{ kind: "create" }], notDone: [{ kind: "delete", name: "b" }] });
    pulumi.answer({ preview: { events: [made, left] }, "stack history": history(first) });
    const { report: fine } = await runHere("promote", "dev", "--json", "--cwd", root);
    expect((JSON.parse(fine) as Promotion).stacks[0]).not.toHaveProperty("notDone");
  });

  it("loses no replacement that only deleted", async () => {
    const [drop, make] = [
      step("delete-replaced", "a", nightly, undefined),
      step("create-replacement", "a", nightly, nightly),
    ];
    pulumi.answer({ preview: { events: [drop, make] }, up: { ...failing, events: [drop] } });
    const { report } = await runHere("promote", "dev", "--cwd", root);
    expect(report).toContain(
      "dev: failed in the up, 1 delete, 1 not done, 0 unchanged\n  - a (WorkflowSchedule)\n  not done: +- a\n",
    );
  });

  it("goes back where the plan is without danger", async () => {
    const events = [step("update", "a", firing, { ...firing, cronExpression: "0 3 * * *" })];
    const message = "It was due at 02:00, 3 s before this update.";
    const warning = {
      diagnosticEvent: { severity: "warning", message, urn: made.resOutputsEvent?.metadata.urn },
    } as EngineEvent;
    const done = await rollback({
      "worktree preview": { events },
      "worktree up": { events: [...events, warning] },
      "worktree stack history": history(first),
    });
    expect(done).toMatchObject({
      status: "restored",
      commit: first,
      changes: [{ name: "a" }],
      warnings: [{ resource: "a", message }],
    });
    expect(worktreeCalls()).toEqual(["worktree preview", "worktree up"]);
  });

  it("does not go back where a paused schedule would fire again", async () => {
    const done = await rollback({ "worktree preview": { events: [step("update", "a", paused, firing)] } });
    const reasons = [expect.stringContaining("1 schedule fire again that is paused now: a.")];
    expect(done).toEqual({ status: "not tried", commit: first, reasons });
    expect(worktreeCalls()).toEqual(["worktree preview"]);
  });

  it("says of an up that fails on the way back what it did, and what it did not", async () => {
    const [one, other] = [
      step("create", "a", undefined, firing),
      step("delete", "b", { ...firing, workflowId: "wpid_2" }, undefined),
    ];
    const done = await rollback({
      "worktree preview": { events: [one, other] },
      "worktree up": { code: 255, stderr: "error: the server is away", events: [one] },
    });
    expect(done).toMatchObject({
      status: "failed",
      changes: [{ kind: "create", name: "a" }],
      notDone: [{ kind: "delete", name: "b" }],
      reasons: ["the server is away"],
    });
  });

  it.each([
    ["was refused by a lock", []],
    ["found nothing to do before it failed", [step("same", "a", firing, firing)]],
  ])("does not go back after an up that %s", async (_, events) => {
    const done = await rollback({ up: { ...failing, events } });
    expect(done).toEqual({
      status: "not tried",
      reasons: [expect.stringMatching(/^The `up` changed nothing/)],
    });
    expect(pulumi.calls()).not.toContain("stack history");
  });

  it.each(["resourcePreEvent", "resOpFailedEvent"])(
    "goes back after an up that began a step: %s",
    async (key) => {
      const begun = { [key]: made.resOutputsEvent } as unknown as EngineEvent;
      const done = await rollback({ up: { ...failing, events: [begun] }, "worktree up": {} });
      expect(done?.status).toBe("restored");
    },
  );

  it("does not go back where somebody else's up has ended in the meantime", async () => {
    const other = entry("1".repeat(40));
    const failed = entry(current, "failed");
    expect(await rollback({ "stack history": listed(other, failed, entry(first)) })).toEqual({
      status: "not tried",
      reasons: [othersAtWork],
    });
    expect(worktreeCalls()).toEqual([]);
    const during = [history(first), listed(other, failed, entry(first))];
    expect(await rollback({ "stack history": during })).toEqual({
      status: "not tried",
      commit: first,
      reasons: [othersAtWork],
    });
    expect(worktreeCalls()).toEqual(["worktree preview"]);
  });

  it("takes no preview in the history for somebody else's work", async () => {
    const preview = entry(first, "succeeded", "preview");
    const histories = [history(first), listed(preview, entry(current, "failed"), entry(first))];
    expect(
      (await rollback({ "stack history": histories, "worktree stack history": listed(entry(first)) }))
        ?.status,
    ).toBe("restored");
  });

  it("does not go back where the plan cannot be made", async () => {
    const done = await rollback({ "worktree preview": { code: 255, stderr: "error: nightly is protected" } });
    expect(done).toEqual({ status: "not tried", commit: first, reasons: ["nightly is protected"] });
    expect(worktreeCalls()).toEqual(["worktree preview"]);
  });

  it("keeps its report where the history cannot be read", async () => {
    const done = await rollback({ "stack history": { code: 255, stderr: "error: the backend is away" } });
    const reasons = ["`pulumi stack history` of dev failed: the backend is away"];
    expect(done).toEqual({ status: "failed", reasons });
  });

  it("keeps its report after an accident", async () => {
    write("Pulumi.yaml", "name: [\n");
    const broken = commit();
    write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
    current = commit();
    const done = await rollback({ "stack history": history(broken) });
    expect(done).toMatchObject({ status: "failed", reasons: [expect.stringContaining("(2:1)")] });
  });

  it("names what is uncommitted, and says what that costs", async () => {
    const promote = () => runHere("promote", "dev", "--cwd", root);
    pulumi.answer({ preview: failing });
    expect((await promote()).said).not.toContain("uncommitted");
    write("index.js", "changed");
    write("report.md", "new");
    expect((await promote()).said).toContain(
      "warning: there are uncommitted changes: index.js, report.md. What is promoted with them cannot be gone back to later: after it, `--rollback` is not tried until a commit alone was promoted.\n",
    );
    for (const name of ["a.md", "b.md", "c.md"]) write(name, "new");
    expect((await promote()).said).toContain("changes: index.js, a.md, b.md and 2 more. ");
    expect((await runHere("promote", "dev", "--preview", "--cwd", root)).said).not.toContain("uncommitted");
  });

  it("with --rollback says why git gives no checkout, and does nothing", async () => {
    pulumi.answer({});
    write(".git/config", "[core\n");
    const { code, said } = await runHere("promote", "dev", "--rollback", "--cwd", root);
    expect(code).toBe(1);
    expect(said).toMatch(/^error: --rollback needs a git repository with a commit, .* Nothing was done\. /);
    expect(said).toContain("bad config line 1 in file .git/config");
    expect(pulumi.calls()).toEqual(["version"]);
  });
});
