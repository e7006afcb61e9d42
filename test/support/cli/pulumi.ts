import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
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
  /** Whether the event log lacks the summary with which each command that succeeds ends. */
  readonly lacksSummary?: boolean;
}

/**
 * Its version is one of which the Automation API reads the events from a file. A shell script, because tests call it
 * hundreds of times and a shell starts ten times faster than Node. It ends some time after it wrote the events: on a busy
 * machine the Automation API else stops reading before it has them, as it may with an engine of that version.
 */
const script = `#!/bin/sh
folder=\${0%/*} name= log= previous=
for word; do
  [ "$previous" = --event-log ] && log=$word
  previous=$word
  case $word in -*) continue ;; esac
  if [ -z "$name" ]; then name=$word; elif [ "$name" = stack ]; then name="stack $word"; fi
done
echo "$name" >>"$folder/calls"
[ "$name" = version ] && { printf v3.200.0; exit; }
answer=$folder/answers/$name/$(grep -cxF "$name" "$folder/calls")
[ -d "$answer" ] || answer=$folder/answers/$name/last
[ -d "$answer" ] || answer=$folder/answers/others
[ -e "$answer/waits" ] && exec "${process.execPath}" "$folder/wait.js" "$answer" "$log"
[ -n "$log" ] && cat "$answer/events" >"$log" && sleep 0.3
cat "$answer/stdout"
cat "$answer/stderr" >&2
exit "$(cat "$answer/code")"
`;

/** Gives its answer some time after the last SIGINT. The signal reaches only the process that was started. */
const waiting = `
const fs = require("node:fs");
const [, , answer, log] = process.argv;
const call = (name) => fs.appendFileSync(__dirname + "/calls", name + "\\n");
const read = (name) => fs.readFileSync(answer + "/" + name, "utf8");
const end = () => {
  if (log !== "") fs.writeFileSync(log, read("events"));
  process.stdout.write(read("stdout"));
  process.stderr.write(read("stderr"));
  process.exitCode = Number(read("code"));
};
let timer = setInterval(() => {}, 1000);
process.on("SIGINT", () => {
  call("SIGINT");
  clearTimeout(timer);
  timer = setTimeout(end, 500);
});
call("waiting");
`;

/** A `pulumi` that answers as told: for what the real engine cannot be brought to, or takes long for. */
export class ScriptedPulumi {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-scripted-")));
  readonly #path = process.env.PATH ?? "";

  constructor() {
    writeFileSync(join(this.folder, "pulumi"), script, { mode: 0o755 });
    writeFileSync(join(this.folder, "wait.js"), waiting);
    this.answer({});
  }

  /**
   * By command, such as `up` or `refresh`. The last of several answers is repeated.
   */
  answer(answers: Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>): void {
    const folder = join(this.folder, "answers");
    for (const old of [folder, join(this.folder, "calls")]) rmSync(old, { recursive: true, force: true });
    writeAnswer(join(folder, "others"), {});
    for (const [name, given] of Object.entries(answers)) {
      const all = [given].flat();
      for (const [index, answer] of all.entries()) writeAnswer(join(folder, name, String(index + 1)), answer);
      writeAnswer(join(folder, name, "last"), all.at(-1) ?? {});
    }
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

function writeAnswer(
  folder: string,
  {
    waits = false,
    code = 0,
    stdout = code === 0 ? "{}" : "",
    stderr = "",
    events = [],
    lacksSummary = false,
  }: ScriptedAnswer,
): void {
  const logged = [
    ...events,
    ...(code === 0 && !lacksSummary ? [{ summaryEvent: { resourceChanges: {} } }] : []),
  ];
  const lines = logged.map((event) => `${JSON.stringify(event)}\n`).join("");
  mkdirSync(folder, { recursive: true });
  const files = { code: String(code), stdout, stderr, events: lines, ...(waits ? { waits: "" } : {}) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
