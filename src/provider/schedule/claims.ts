import { isDeepStrictEqual } from "node:util";

/** A resource of the program, by what its diff was given. */
interface Stay {
  readonly state: object;
  readonly key: string;
}

/**
 * Which schedules belong to which resources, as far as this process has seen: no schedule may be managed by
 * two. The engine gives a provider neither the state nor the names of other resources, so this learns from
 * the calls that pass by.
 */
export class ScheduleClaims {
  /** Of resources in state, staying or leaving, and made by this process. */
  readonly #known = new Set<string>();
  /** Of resources that the program has, and that stay as they are. */
  readonly #managed = new Set<string>();
  readonly #takenOver = new Set<string>();
  /** Of resources that move to another workflow. */
  readonly #moving = new Set<string>();
  /** Of each schedule, the resources of the program that have it. */
  readonly #stays = new Map<string, Stay[]>();
  /** Workflow and name of what the program has and state too, as often as it was checked and not compared yet. */
  readonly #inProgram = new Map<string, number>();
  /** Workflow and name of what was checked as if it were new: what is new, and replacements. */
  readonly #asNew = new Set<string>();
  /** Schedule id to the name of the schedule as the resource that adopts it writes it. */
  readonly #adopters = new Map<string, string>();

  /** It is some resource's: no creation without an answer can have made it. */
  know(scheduleId: string): void {
    this.#known.add(scheduleId);
  }

  /** The resource that has it moves to another workflow, and gets another one there. */
  move(scheduleId: string): void {
    this.#known.add(scheduleId);
    this.#moving.add(scheduleId);
  }

  isMoving(scheduleId: string): boolean {
    return this.#moving.has(scheduleId);
  }

  /** A resource of the program has it, and keeps it. Returns the name under which another one adopts it. */
  manage(scheduleId: string): string | undefined {
    this.#known.add(scheduleId);
    this.#managed.add(scheduleId);
    return this.#adopters.get(scheduleId);
  }

  /** A schedule of this workflow and name, which state has, is checked: the program has it too. */
  seeInProgram(key: string): void {
    this.#inProgram.set(key, (this.#inProgram.get(key) ?? 0) + 1);
  }

  /**
   * A resource with this state, whose schedule is to have this workflow and name, is compared. The engine compares what
   * it refreshes too, without a check: that one may leave. One that the program has stays, as {@link manage} has it.
   */
  compare(scheduleId: string, state: object, key: string): string | undefined {
    const checks = this.#inProgram.get(key) ?? 0;
    if (checks === 0) {
      this.know(scheduleId);
      return undefined;
    }
    this.#inProgram.set(key, checks - 1);
    this.#stays.set(scheduleId, [...(this.#stays.get(scheduleId) ?? []), { state, key }]);
    return this.manage(scheduleId);
  }

  /** The resource that had the first state has the second one now. */
  renew(scheduleId: string, before: object, after: object): void {
    const stays = this.#stays.get(scheduleId) ?? [];
    const now = stays.map((stay) =>
      isDeepStrictEqual(stay.state, before) ? { ...stay, state: after } : stay,
    );
    this.#stays.set(scheduleId, now);
  }

  /** A schedule of this workflow and name is checked as if it were new. */
  seeAsNew(key: string): void {
    this.#asNew.add(key);
  }

  /** Whether a resource with this state that has the schedule, and stayed, is replaced now. */
  isReplaced(scheduleId: string, state: object): boolean {
    return this.#stays.get(scheduleId)?.some((stay) => this.#isIn(stay, state)) ?? false;
  }

  /**
   * Whether a resource other than the one with this state has the schedule and stays: both are in state where an
   * adoption was cut off before the older resource left.
   */
  isAnothers(scheduleId: string, state: object): boolean {
    return this.#stays.get(scheduleId)?.some((stay) => !this.#isIn(stay, state)) ?? false;
  }

  /** The engine checks what it replaces once more as if it were new, and the two states are the same then. */
  #isIn(stay: Stay, state: object): boolean {
    return this.#asNew.has(stay.key) && isDeepStrictEqual(stay.state, state);
  }

  /** A new resource wants to adopt it. Returns the name under which another one wanted it before. */
  intend(scheduleId: string, name: string): string | undefined {
    const first = this.#adopters.get(scheduleId);
    if (first === undefined) this.#adopters.set(scheduleId, name);
    return first;
  }

  /** A new resource has adopted it. */
  takeOver(scheduleId: string, name: string): void {
    this.manage(scheduleId);
    this.#takenOver.add(scheduleId);
    this.#adopters.set(scheduleId, name);
  }

  isKnown(scheduleId: string): boolean {
    return this.#known.has(scheduleId);
  }

  isManaged(scheduleId: string): boolean {
    return this.#managed.has(scheduleId);
  }

  /** Whether this process adopted it: deleting it for the resource that had it before would lose it. */
  isTakenOver(scheduleId: string): boolean {
    return this.#takenOver.has(scheduleId);
  }
}
