import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";

/** How a command of the scripted CLI ends; without anything, with success and `{}`. */
export interface ScriptedAnswer {
  /** Waits for a SIGINT, and ends some time after it. The calls then have `waiting`, and a `SIGINT` for each one. */
  readonly waits?: boolean;
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** What goes into the event log. */
  readonly events?: readonly EngineEvent[];
}

/** Its version is one of which the Automation API reads the events from a file. */
const script = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
const words = args.filter((one) => !one.startsWith("-"));
const name = words[0] === "stack" ? words.slice(0, 2).join(" ") : words[0];
fs.appendFileSync(__dirname + "/calls", name + "\\n");
const calls = fs.readFileSync(__dirname + "/calls", "utf8").split("\\n").filter((call) => call === name);
const answers = [require(__dirname + "/answers.json")[name] ?? {}].flat();
const { waits = false, code = 0, stdout = code === 0 ? "{}" : "", stderr = "", events = [] } =
  words[0] === "version" ? { stdout: "v3.200.0" } : answers[Math.min(calls.length, answers.length) - 1];
const log = args.indexOf("--event-log");
const end = () => {
const logged = [...events, ...(code === 0 ? [{ summaryEvent: { resourceChanges: {} } }] : [])];
if (log >= 0) fs.writeFileSync(args[log + 1], logged.map((event) => JSON.stringify(event) + "\\n").join(""));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
};
if (waits) {
  const call = (name) => fs.appendFileSync(__dirname + "/calls", name + "\\n");
  let timer = setInterval(() => {}, 1000);
  process.on("SIGINT", () => {
    call("SIGINT");
    clearTimeout(timer);
    timer = setTimeout(end, 500);
  });
  call("waiting");
} else end();
`;

/** A `pulumi` that answers as told: for what the real engine cannot be brought to, or takes long for. */
export class ScriptedPulumi {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-scripted-")));
  readonly #path = process.env.PATH ?? "";

  constructor() {
    writeFileSync(join(this.folder, "pulumi"), script, { mode: 0o755 });
    this.answer({});
  }

  /**
   * By command, such as `up` or `refresh`. The last of several answers is repeated.
   */
  answer(answers: Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>): void {
    writeFileSync(join(this.folder, "answers.json"), JSON.stringify(answers));
    rmSync(join(this.folder, "calls"), { force: true });
  }

  /** The commands since the last {@link answer}. */
  calls(): readonly string[] {
    const file = join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  /** Before any other one. */
  putOnPath(): void {
    process.env.PATH = [this.folder, this.#path].join(delimiter);
  }

  /** Restores PATH as well. */
  remove(): void {
    process.env.PATH = this.#path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
