import type { Terminal } from "./terminal";

/**
 * Handles Ctrl-C and SIGTERM. The first signal asks the engine to stop: the engine finishes its current step and releases
 * the stack's lock, and the command reports how far it came. A second signal ends the command at once.
 *
 * In a terminal, Ctrl-C reaches the engine directly, so it is not asked again.
 */
export class Interruption {
  readonly #forEngine = new AbortController();
  readonly #terminal: Terminal;
  #isRequested = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    for (const name of signals) process.on(name, this.#request);
  }

  /** Aborted when the engine must be asked to stop. */
  get signal(): AbortSignal {
    return this.#forEngine.signal;
  }

  /** Whether the command must start nothing new. */
  get isRequested(): boolean {
    return this.#isRequested;
  }

  /** Restores the default effect of the signals. */
  dispose(): void {
    for (const name of signals) process.off(name, this.#request);
  }

  readonly #request = (name: NodeJS.Signals): void => {
    if (this.#isRequested) {
      this.#terminal.say(
        `${name} again: stopped waiting. Pulumi may still be running. If no Pulumi process is left and the stack is still locked, run \`pulumi cancel --stack STACK\`.`,
      );
      process.exit(1);
    }
    this.#isRequested = true;
    this.#terminal.say(
      `${name}: stopping. Pulumi finishes its current step, such as a run that it waits for, and releases the stack's lock.`,
    );
    const hasReachedEngine = name === "SIGINT" && process.stdin.isTTY === true;
    if (!hasReachedEngine) this.#forEngine.abort();
  };
}

const signals = ["SIGINT", "SIGTERM"] as const;
