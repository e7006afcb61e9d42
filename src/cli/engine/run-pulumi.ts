import { spawn } from "node:child_process";

/** How a command of `pulumi` ended. */
export interface PulumiResult {
  /** Undefined if it could not be started, or was ended by a signal. */
  readonly code: number | undefined;
  /** Both of its outputs. */
  readonly output: string;
}

interface PulumiOptions {
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** Its standard input. */
  readonly input?: string;
  /** Asks it to end. */
  readonly signal?: AbortSignal;
}

/** Runs a command that the Automation API does not have, or that must not get a value as an argument. */
export function runPulumi(
  command: string,
  args: readonly string[],
  { folder, input = "", signal }: PulumiOptions,
): Promise<PulumiResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    const stop = (): void => void child.kill("SIGINT");
    signal?.addEventListener("abort", stop, { once: true });
    child.on("error", (error) => resolve({ code: undefined, output: error.message }));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", stop);
      resolve({ code: code ?? undefined, output });
    });
    // A child that ends before it reads everything is reported by its exit code.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** The errors in an output of `pulumi`, without the word `error`; else its last lines. */
export function errorsIn(output: string): string {
  const errors = output.split("\n").flatMap((line) => /^\s*error:\s*(.+)$/.exec(line)?.[1] ?? []);
  const distinct = [...new Set(errors)];
  return distinct.length > 0 ? distinct.join("\n") : output.trim().split("\n").slice(-3).join("\n");
}
