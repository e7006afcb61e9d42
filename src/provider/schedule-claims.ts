/**
 * Which schedules belong to which resources, as far as this process has seen: no schedule may be managed by
 * two. The engine gives a provider neither the state nor the names of other resources, so this learns from
 * the calls that pass by.
 */
export class ScheduleClaims {
  readonly #managed = new Set<string>();
  readonly #deleted = new Set<string>();
  /** Schedule id to the name of the resource that adopts it, in this update or in the preview of one. */
  readonly #adopters = new Map<string, string>();
  readonly #takenOver = new Set<string>();

  /** A resource in state has this schedule. Returns the name of another one that adopts it in this run. */
  manage(scheduleId: string): string | undefined {
    this.#managed.add(scheduleId);
    return this.#adopters.get(scheduleId);
  }

  /** A new resource wants to adopt it. Returns the name of another one that wanted it before. */
  intend(scheduleId: string, name: string): string | undefined {
    const first = this.#adopters.get(scheduleId);
    if (first === undefined) this.#adopters.set(scheduleId, name);
    return first === name ? undefined : first;
  }

  /** A new resource has adopted it. */
  takeOver(scheduleId: string, name: string): void {
    this.#managed.add(scheduleId);
    this.#takenOver.add(scheduleId);
    this.#adopters.set(scheduleId, name);
  }

  /** This process deleted it. */
  release(scheduleId: string): void {
    this.#managed.delete(scheduleId);
    this.#deleted.add(scheduleId);
  }

  isManaged(scheduleId: string): boolean {
    return this.#managed.has(scheduleId);
  }

  /** Whether this process adopted it: deleting it for the resource that had it before would lose it. */
  isTakenOver(scheduleId: string): boolean {
    return this.#takenOver.has(scheduleId);
  }

  /** Whether a resource had it when this process began, and it is deleted or elsewhere now. */
  isFormer(scheduleId: string): boolean {
    return this.#deleted.has(scheduleId) || this.#managed.has(scheduleId);
  }
}
