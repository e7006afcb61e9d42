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
  /** Workflow and name of schedules of resources in state. */
  readonly #inState = new Set<string>();
  /** Schedule id to the name of the schedule as the resource that adopts it writes it. */
  readonly #adopters = new Map<string, string>();

  /** A resource in state has a schedule of this name in this workflow. */
  seeInState(workflowId: unknown, name: unknown): void {
    this.#inState.add(JSON.stringify([workflowId, name]));
  }

  isInState(workflowId: unknown, name: unknown): boolean {
    return this.#inState.has(JSON.stringify([workflowId, name]));
  }

  /** It is some resource's: no creation without an answer can have made it. */
  know(scheduleId: string): void {
    this.#known.add(scheduleId);
  }

  /** A resource of the program has it, and keeps it. Returns the name under which another one adopts it. */
  manage(scheduleId: string): string | undefined {
    this.#known.add(scheduleId);
    this.#managed.add(scheduleId);
    return this.#adopters.get(scheduleId);
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
