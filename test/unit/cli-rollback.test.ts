import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Promotion } from "../../src/cli/promotion";
import type { Rollback } from "../../src/cli/rollback";
import { rollbackRefusals } from "../../src/cli/rollback-refusals";
import { runHere } from "../support/cli-here";
import { type ScriptedAnswer, ScriptedPulumi } from "../support/cli-pulumi";
import { gitFolder } from "../support/git-folder";

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

describe("promote in a git repository, with a `pulumi` that answers as told", () => {
  const pulumi = new ScriptedPulumi();
  let root: string;
  let first: string;
  const { git, write, commit } = gitFolder(() => root);
  const history = (id: string): ScriptedAnswer => ({
    stdout: JSON.stringify([{ kind: "update", result: "succeeded", environment: { "git.head": id } }]),
  });
  const failing: ScriptedAnswer = { code: 255, stderr: "error: update failed" };
  const rollback = async (
    answers: Readonly<Record<string, ScriptedAnswer>>,
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
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  afterAll(() => pulumi.remove());

  it("goes back where the plan is without danger", async () => {
    const info = history(first);
    const events = [step("update", "a", firing, { ...firing, cronExpression: "0 3 * * *" })];
    const done = await rollback({
      "worktree preview": { events },
      "worktree up": { events },
      "worktree stack history": info,
    });
    expect(done).toMatchObject({ status: "restored", commit: first, changes: [{ name: "a" }] });
    expect(worktreeCalls()).toEqual(["worktree preview", "worktree up"]);
  });

  it("does not go back where a paused schedule would fire again", async () => {
    const done = await rollback({ "worktree preview": { events: [step("update", "a", paused, firing)] } });
    const reasons = [expect.stringContaining("1 schedule fire again that is paused now: a.")];
    expect(done).toEqual({ status: "not tried", commit: first, reasons });
    expect(worktreeCalls()).toEqual(["worktree preview"]);
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
    commit();
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
      "warning: there are uncommitted changes: index.js, report.md. What is promoted with them cannot be gone back to later: `--rollback` finds no commit that was applied so.\n",
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
