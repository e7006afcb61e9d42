import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Terminal } from "../terminal";

/** A browser that takes longer has opened, or asks the person something. */
const longestMilliseconds = 5000;

/** A file in a new folder that only this user can read. */
export function temporaryPage(): string {
  return join(mkdtempSync(join(tmpdir(), "pulumi-skyvern-calendar-")), "calendar.html");
}

/** Opens a file in the default browser. If that fails, the person reads where the file is. */
export async function openPage(file: string, terminal: Terminal): Promise<void> {
  const path = resolve(file);
  const [command, ...args] = openCommand(path);
  const problem = await new Promise<string | undefined>((done) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    const timer = setTimeout(() => done(undefined), longestMilliseconds);
    const end = (problem: string | undefined): void => {
      clearTimeout(timer);
      done(problem);
    };
    child.on("error", ({ message }) => end(message));
    child.on("exit", (code) => end(code === 0 ? undefined : `${command} failed`));
    child.unref();
  });
  if (problem !== undefined)
    terminal.say(`warning: the browser could not be opened (${problem}). Open ${path} in a browser.`);
}

function openCommand(path: string): readonly [string, ...string[]] {
  if (process.platform === "darwin") return ["open", path];
  // The first text in quotes would be the title of the window.
  if (process.platform === "win32") return ["cmd", "/c", "start", '""', path];
  return ["xdg-open", path];
}
