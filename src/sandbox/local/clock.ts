/** The latest time of the clock: the year until which the calendar and the API's limits are tested. */
const latest = Date.parse("2100-01-01T00:00:00Z");

/** A clock that follows the real time, and can be moved forward. */
export class MovableClock {
  #aheadMilliseconds = 0;

  /** The current time of the sandbox. */
  readonly now = (): Date => new Date(Date.now() + this.#aheadMilliseconds);

  /** How far it is ahead of the real time. */
  get aheadMilliseconds(): number {
    return this.#aheadMilliseconds;
  }

  /** Whether it can be moved to this time. */
  canReach(time: number): boolean {
    return time <= latest;
  }

  /** Moves it to this time, or leaves it as it is if it is already later. */
  moveTo(time: number): void {
    this.#aheadMilliseconds = Math.max(this.#aheadMilliseconds, time - Date.now());
  }
}
