import type { Sandbox } from "../../../src/sandbox";

/** How long the portal takes for a day, in milliseconds. */
const pace = 700;

/** Ends runs of the sandbox that have a parameter `day`, each after a moment, those of one day as failed. */
export class Portal {
  /** How many runs went on at the same time, at most. */
  mostAtOnce = 0;
  readonly #sandbox: Sandbox;
  #badDay: string | undefined;
  readonly #seenAt = new Map<string, number>();
  readonly #timer = setInterval(() => this.#look(), 50);

  constructor(sandbox: Sandbox, badDay: string) {
    this.#sandbox = sandbox;
    this.#badDay = badDay;
  }

  /** The days that were asked for, in that order. */
  get days(): readonly string[] {
    return this.#sandbox.requests.writes
      .filter(({ method, path }) => method === "POST" && path.endsWith("/run/workflows"))
      .map(({ body }) => (JSON.parse(body) as { parameters: { day: string } }).parameters.day);
  }

  /** From now on no day fails. */
  repair(): void {
    this.#badDay = undefined;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const runs = this.#sandbox.runs();
    const going = runs.filter(({ finished_at }) => finished_at === null);
    this.mostAtOnce = Math.max(this.mostAtOnce, going.length);
    for (const run of going) {
      const seenAt = this.#seenAt.get(run.run_id) ?? Date.now();
      this.#seenAt.set(run.run_id, seenAt);
      if (Date.now() - seenAt < pace) continue;
      const isBad = this.days[runs.indexOf(run)] === this.#badDay;
      this.#sandbox.finishRun(run.run_id, isBad ? "failed" : "completed");
    }
  }
}
