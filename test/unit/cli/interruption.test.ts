import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type ScriptedAnswer, ScriptedPulumi } from "../../support/cli/pulumi";

const main = join(__dirname, "../../../dist/cli/main.js");

function created(name: string): EngineEvent {
  const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
  const metadata = { op: "create", urn: `urn:pulumi:dev::app::${type}::${name}`, type, new: { inputs: {} } };
  return { resOutputsEvent: { metadata } } as unknown as EngineEvent;
}

/** As the engine ends a command that it was asked to stop: with pages of its log. */
const log = Array.from({ length: 60 }, (_, line) => `line ${line} of the engine's log`).join("\n");
const stopped = (...events: readonly EngineEvent[]): ScriptedAnswer => ({
  waits: true,
  code: 255,
  stderr: `error: update canceled\n${log}`,
  events,
});

describe("a signal to the command's process while Pulumi works", () => {
  const pulumi = new ScriptedPulumi();
  let folder: string;
  beforeAll(() => {
    pulumi.putOnPath();
    folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-signal-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "name: app\nruntime: yaml\n");
  });
  afterAll(() => {
    pulumi.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a command, signals it while Pulumi waits, and returns how it ended. */
  async function interrupt(
    [program, ...args]: readonly [string, ...string[]],
    signal: (child: ReturnType<typeof spawn>) => void,
  ): Promise<{ code: unknown; report: string; progress: string; signals: number }> {
    const child = spawn(program, args, { env: process.env });
    let [report, progress] = ["", ""];
    child.stdout.on("data", (data) => {
      report += data;
    });
    child.stderr.on("data", (data) => {
      progress += data;
    });
    const closed = once(child, "close");
    while (!pulumi.calls().includes("waiting")) await sleep(20);
    signal(child);
    const [code] = await closed;
    const signals = pulumi.calls().filter((call) => call === "SIGINT").length;
    return { code, report, progress, signals };
  }
  const promote = (...stacks: readonly string[]) =>
    [process.execPath, main, "promote", ...stacks, "--cwd", folder] as const;

  it("SIGTERM asks Pulumi once to stop, says so once, and reports in one line what is missing", async () => {
    const plan = { events: [created("a"), created("b")] };
    pulumi.answer({ preview: plan, up: stopped(created("a")) });
    const ended = await interrupt([...promote("dev", "prod")], (child) => child.kill("SIGTERM"));
    expect(ended).toMatchObject({ code: 1, signals: 1 });
    expect(ended.progress.match(/SIGTERM: stopping\./g)).toHaveLength(1);
    expect(ended.report).toBe(
      "dev: interrupted, 1 create, 1 not done, 0 unchanged\n  + a (WorkflowSchedule)\n  not done: + b (WorkflowSchedule)\n  error: Interrupted: 1 change applied, 1 not applied. To continue, run `npx pulumi-skyvern promote dev`.\n\nprod: not reached\n\nNow: dev has part of this program; prod: not changed. Fix the cause and promote again. To go back, restore the former program, then promote it.\n",
    );
    expect(pulumi.calls().filter((call) => call === "up")).toHaveLength(1);
  });

  // pulumi/actions#928, pulumi/pulumi#19954, pulumi/pulumi-dotnet#124
  it.each<[string, readonly NodeJS.Signals[]]>([
    ["SIGINT and then SIGTERM, as GitHub cancels a job", ["SIGINT", "SIGTERM"]],
    ["SIGTERM twice, as an impatient runner sends it", ["SIGTERM", "SIGTERM"]],
  ])("%s ends the command at once, and says what may still run", async (_, [first, second]) => {
    pulumi.answer({ preview: { events: [created("a")] }, up: stopped(created("a")) });
    const ended = await interrupt([...promote("dev")], (child) => {
      child.kill(first);
      setTimeout(() => child.kill(second), 150);
    });
    expect(ended.code).toBe(1);
    expect(ended.progress).toContain(
      `${second} again: stopped waiting. Pulumi may still be running. If no Pulumi process is left and the stack is still locked, run \`pulumi cancel --stack STACK\`.`,
    );
    expect(ended.progress).not.toContain("of the engine's log");
    expect(pulumi.calls().filter((call) => call === "SIGINT").length).toBeLessThanOrEqual(1);
  });

  it("SIGTERM after the last change leaves the stack promoted", async () => {
    pulumi.answer({ preview: { events: [created("a")] }, up: stopped(created("a")) });
    const ended = await interrupt([...promote("dev")], (child) => child.kill("SIGTERM"));
    expect(ended.code).toBe(0);
    expect(ended.report).toBe(
      "dev: promoted, 1 create, 0 unchanged\n  + a (WorkflowSchedule)\n  warning: The command was interrupted after all changes were applied.\n",
    );
  });

  it("SIGTERM during the preview leaves the stack not reached, without the engine's log", async () => {
    pulumi.answer({ preview: stopped() });
    const ended = await interrupt([...promote("dev")], (child) => child.kill("SIGTERM"));
    expect([ended.code, ended.report]).toEqual([1, "dev: not reached\n"]);
  });

  it("SIGTERM during a drift check says that the stack was not checked, without the engine's log", async () => {
    pulumi.answer({ refresh: stopped() });
    const args = [process.execPath, main, "drift", "dev", "--cwd", folder] as const;
    const ended = await interrupt([...args], (child) => child.kill("SIGTERM"));
    expect(ended).toMatchObject({
      code: 1,
      report: "dev: could not be checked\n  It was not checked: the command was interrupted.\n",
    });
  });

  it("SIGINT in a terminal, which reaches Pulumi too, does not ask Pulumi a second time", async () => {
    pulumi.answer({ preview: { events: [created("a")] }, up: stopped() });
    // `script` runs the command in a terminal, where a Ctrl-C signals the whole process group.
    const command = promote("dev").join(" ");
    const ended = await interrupt(["script", "-qec", command, "/dev/null"], (child) =>
      child.stdin?.write("\x03"),
    );
    expect(ended.signals).toBe(1);
    expect(ended.report.match(/SIGINT: stopping\./g)).toHaveLength(1);
    expect(ended.report).toMatch(/dev.*: .*interrupted/);
  });
});
