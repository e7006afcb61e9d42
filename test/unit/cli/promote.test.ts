import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { findCheckout } from "../../../src/cli/checkout";
import type { Promotion } from "../../../src/cli/promote/promotion";
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
      "dev: failed in the up, 1 delete, 1 not done, 0 unchanged\n  - a (WorkflowSchedule)\n  not done: +- a\n",
    );
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
});
