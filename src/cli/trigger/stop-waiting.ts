import type { Terminal } from "../terminal";

/** Handles Ctrl-C and SIGTERM: the first one ends the wait for a run, a second one ends the command at once. */
export class StopWaiting {
  readonly #controller = new AbortController();
  readonly #terminal: Terminal;
  #runId: string | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    for (const name of signals) process.on(name, this.#request);
  }

  /** Aborted when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The run that was started. */
  started(runId: string): void {
    this.#runId = runId;
  }

  /** Restores the default effect of the signals. */
  dispose(): void {
    for (const name of signals) process.off(name, this.#request);
  }

  readonly #request = (name: NodeJS.Signals): void => {
    if (this.signal.aborted) {
      this.#terminal.say(
        this.#runId === undefined
          ? `${name} again: stopped. It is unknown whether a run was started. Look at the runs of the workflow in Skyvern before you start another one.`
          : `${name} again: stopped. Run ${this.#runId} continues.`,
      );
      process.exit(1);
    }
    this.#terminal.say(
      this.#runId === undefined
        ? `${name}: the run is being started, and its id comes in a moment.`
        : `${name}: stopped waiting. Run ${this.#runId} continues.`,
    );
    this.#controller.abort();
  };
}

const signals = ["SIGINT", "SIGTERM"] as const;
