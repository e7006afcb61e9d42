import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { CommandResult, PulumiProject } from "./pulumi-project";

/** A `pulumi` that goes on while the test looks, and can be ended at any moment. Linux only: it reads /proc. */
export class RunningEngine {
  /** How it ended and what it printed, killed or not. */
  readonly ended: Promise<CommandResult>;
  readonly #child: ChildProcess;

  constructor({ folder, environment }: PulumiProject, ...args: readonly string[]) {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    // Not "close": what the engine started keeps its end of the pipes for a while when the engine is killed.
    this.ended = once(child, "exit").then(() => ({ code: child.exitCode ?? 1, output }));
    this.#child = child;
  }

  /** Interrupts the engine, as one Ctrl-C does: what it started is not in its process group. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  /** `kill -9` for the engine and all that it started, as when a machine goes away. */
  async killAll(): Promise<void> {
    const pids = [this.#pid, ...descendants(this.#pid)];
    for (const pid of pids) killHard(pid);
    await this.ended;
    await gone(pids);
  }

  /** `kill -9` for the engine alone. The provider lives on for some moments, and then is killed too. */
  async killEngine(): Promise<void> {
    const started = descendants(this.#pid);
    killHard(this.#pid);
    await this.ended;
    await sleep(500);
    for (const pid of started) killHard(pid);
    await gone(started);
  }

  /** `kill -9` for the process that runs the provider; returns when it is gone. */
  async killProvider(): Promise<void> {
    const names = /dynamic-provider|pulumi-resource-skyvern/;
    const providers = descendants(this.#pid).filter((pid) => names.test(commandLine(pid)));
    if (providers.length === 0) throw new Error("No provider process is running.");
    for (const pid of providers) killHard(pid);
    await gone(providers);
  }

  /** The command lines of the engine and of all that it started, as `ps` shows them. */
  commandLines(): readonly string[] {
    return [this.#pid, ...descendants(this.#pid)].map(commandLine);
  }

  get #pid(): number {
    if (this.#child.pid === undefined) throw new Error("pulumi could not be started.");
    return this.#child.pid;
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => isAlive(pid))) await sleep(10);
}

/** Neither gone nor waiting only for its parent to notice. */
function isAlive(pid: number): boolean {
  const state = stat(pid)?.state;
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Children, their children and so on. */
function descendants(pid: number): number[] {
  const everyone = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const children = everyone.map(Number).filter((one) => stat(one)?.parent === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** The third and fourth field of /proc/PID/stat (proc(5)), after the name in parentheses. */
function stat(pid: number): { readonly state: string; readonly parent: number } | undefined {
  const [state, parent] = read(pid, "stat")
    .replace(/^.*\) /s, "")
    .split(" ");
  return state === undefined || parent === undefined ? undefined : { state, parent: Number(parent) };
}

function commandLine(pid: number): string {
  return read(pid, "cmdline").replaceAll("\0", " ");
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    // The process has just ended.
    return "";
  }
}
