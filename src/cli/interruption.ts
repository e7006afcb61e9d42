import type { Terminal } from "./terminal";

/**
 * What happens on Ctrl-C, and on a SIGTERM that reaches this process. The engine is asked once to stop: it finishes the step that
 * it is at, and releases the stack's lock. This process waits for it, and then reports how far it came. The second
 * time nothing is waited for.
 *
 * In a terminal the engine gets each Ctrl-C itself.
 */
export class Interruption {
  readonly #forEngine = new AbortController();
  readonly #terminal: Terminal;
  #isRequested = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    for (const name of signals) process.on(name, this.#request);
  }

  /** Aborted when the engine has to be asked to stop. */
  get signal(): AbortSignal {
    return this.#forEngine.signal;
  }

  /** Whether nothing new is to be started. */
  get isRequested(): boolean {
    return this.#isRequested;
  }

  /** Lets signals do again what they usually do. */
  dispose(): void {
    for (const name of signals) process.off(name, this.#request);
  }

  readonly #request = (name: NodeJS.Signals): void => {
    if (this.#isRequested) {
      this.#terminal.say(
        `${name} again: not waiting any more. Pulumi may still be at work, or may have left a lock: \`pulumi cancel --stack STACK\` removes it.`,
      );
      process.exit(1);
    }
    this.#isRequested = true;
    this.#terminal.say(
      `${name}: nothing more is started. Waiting for Pulumi, which finishes the step that it is at (also a run that it waits for) and releases the stack's lock.`,
    );
    const hasReachedEngine = name === "SIGINT" && process.stdin.isTTY === true;
    if (!hasReachedEngine) this.#forEngine.abort();
  };
}

const signals = ["SIGINT", "SIGTERM"] as const;
