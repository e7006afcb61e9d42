import type { Properties } from "../lifecycle";
import { isPausedByItself } from "./hold";
import { nameKey } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import { isAlike, type WorkflowScheduleState } from "./state";

/** What the calls for one resource have shown. */
interface Resource {
  /** The engine checked it, so it is in the program. */
  isInProgram: boolean;
  /** Its inputs in state, if the engine checked it with any. */
  inState?: Properties;
  scheduleId?: string;
  /** Why the resource owns the schedule. Unset while unknown, and once the schedule is being replaced. */
  owns?: "kept" | "created" | "adopted";
  /** A person or an earlier program paused its schedule. */
  isPaused: boolean;
  /** The state of an unconfirmed creation that this resource replaces. */
  attempt?: WorkflowScheduleState;
  /** The check of the new resource looked for duplicates. */
  isSearched: boolean;
}

/**
 * What this process knows about the schedules and resources of the stack. A provider sees neither the state nor the
 * names of other resources, so each call adds what it shows. The `origin`, the URN that the resource class sends,
 * identifies a resource.
 *
 * - Checked: the program has the resource.
 * - Compared (`diff`) after a check: the resource stays. Compared without a check: a refresh.
 * - Checked as new after it was compared: the engine replaces it.
 *
 * States of earlier versions have no origin. The id of the schedule then identifies the resource.
 */
export class ScheduleLedger {
  readonly #resources = new Map<string, Resource>();
  /** The ids of all schedules that a resource has or had. */
  readonly #known = new Set<string>();
  /** The ids of schedules that are being replaced, with the origins of their resources. */
  readonly #replaced = new Map<string, string>();
  /** The resource that adopts a schedule, by the schedule's id. */
  readonly #adopters = new Map<string, Pick<WorkflowScheduleInputs, "origin" | "name">>();
  /** Workflow and name of each creation that this process could not confirm. */
  readonly #unconfirmed = new Set<string>();

  /** The engine checks a resource: with `inState`, its inputs in state, or as a new one. */
  recordCheck(origin: string | undefined, inState: Properties | undefined): void {
    if (origin === undefined) return;
    const resource = this.#resource(origin);
    resource.isInProgram = true;
    if (inState !== undefined) {
      resource.inState = inState;
      return;
    }
    resource.isSearched = false;
    if (resource.owns !== "kept") return;
    this.#replaced.set(String(resource.scheduleId), origin);
    delete resource.owns;
  }

  /** The check looked for duplicates of a new schedule. */
  recordSearch(origin: string | undefined): void {
    const resource = this.#of(origin);
    if (resource !== undefined) resource.isSearched = true;
  }

  /** The engine compares a resource, which keeps its schedule unless it leaves the program. */
  recordStay(origin: string | undefined, state: WorkflowScheduleState): void {
    this.#known.add(state.scheduleId);
    const resource = this.#resource(origin ?? state.scheduleId);
    resource.scheduleId = state.scheduleId;
    // A refresh compares resources too, before the engine knows which of them leave the program.
    if (!resource.isInProgram) return;
    resource.owns = "kept";
    resource.isPaused = isPausedByItself(state);
  }

  /** The schedule is replaced by one in another workflow. */
  recordMove(origin: string | undefined, state: WorkflowScheduleState): void {
    this.#known.add(state.scheduleId);
    const resource = this.#resource(origin ?? state.scheduleId);
    resource.scheduleId = state.scheduleId;
    delete resource.owns;
    resource.isPaused = isPausedByItself(state);
    this.#replaced.set(state.scheduleId, origin ?? state.scheduleId);
  }

  /** The resource replaces an unconfirmed creation. */
  recordAttempt(origin: string | undefined, attempt: WorkflowScheduleState): void {
    if (origin === undefined) return;
    const resource = this.#resource(origin);
    resource.attempt = attempt;
    resource.isPaused = isPausedByItself(attempt);
  }

  /** The unconfirmed creation with this state is settled. */
  recordSettlement(state: WorkflowScheduleState): void {
    for (const resource of this.#resources.values()) {
      if (resource.attempt !== undefined && isSameAttempt(resource.attempt, state)) delete resource.attempt;
    }
  }

  /** This process could not confirm a creation. */
  recordUnconfirmed(inputs: WorkflowScheduleInputs): void {
    this.#unconfirmed.add(nameKey(inputs));
  }

  /** A new resource will adopt the schedule. */
  recordIntent(scheduleId: string, inputs: WorkflowScheduleInputs): void {
    this.#adopters.set(scheduleId, inputs);
  }

  /** A new resource has adopted the schedule. */
  recordAdoption(scheduleId: string, inputs: WorkflowScheduleInputs): void {
    this.recordIntent(scheduleId, inputs);
    this.#recordOwner(scheduleId, inputs.origin, "adopted");
  }

  /** A new resource has created the schedule. */
  recordCreation(scheduleId: string, { origin }: WorkflowScheduleInputs): void {
    this.#recordOwner(scheduleId, origin, "created");
  }

  /** A resource has or had the schedule. */
  recordSchedule(scheduleId: string): void {
    this.#known.add(scheduleId);
  }

  /** The schedule of the resource with this state is deleted. */
  recordDeletion(scheduleId: string, state: WorkflowScheduleState): void {
    this.#known.add(scheduleId);
    if (state.origin === undefined) return;
    this.#replaced.set(scheduleId, state.origin);
    // The engine does not compare a resource before a forced replacement (`--replace`).
    const resource = this.#of(state.origin);
    if (resource?.isInProgram) resource.isPaused = isPausedByItself(state);
  }

  /** Whether a resource has or had the schedule, so that no lost creation made it. */
  isKnown(scheduleId: string): boolean {
    return this.#known.has(scheduleId);
  }

  /** Whether a resource of the program has or replaces the schedule, as far as the calls have shown. */
  isInProgram(scheduleId: string): boolean {
    const isOfProgram = (one: Resource): boolean => one.isInProgram || one.owns !== undefined;
    return this.isReplaced(scheduleId) || this.#having(scheduleId).some(([, one]) => isOfProgram(one));
  }

  /** Whether a resource with another origin owns the schedule. */
  isOfAnother(scheduleId: string, origin: string | undefined): boolean {
    return this.#having(scheduleId).some(([owner, { owns }]) => owns !== undefined && owner !== origin);
  }

  /** Whether a resource owns the schedule for this reason: any resource, or the one with this origin. */
  isOwned(scheduleId: string, why: "kept" | "adopted", origin?: string): boolean {
    return this.#having(scheduleId).some(
      ([owner, { owns }]) => owns === why && (origin === undefined || owner === origin),
    );
  }

  /** Whether the schedule is being replaced, or was deleted. */
  isReplaced(scheduleId: string): boolean {
    return this.#replaced.has(scheduleId);
  }

  /** Whether the resource with this origin had the schedule before its replacement. */
  isFormer(scheduleId: string, origin: string | undefined): boolean {
    return origin !== undefined && this.#replaced.get(scheduleId) === origin;
  }

  /** The schedule's name in the resource that adopts it, if that resource has another origin. */
  rivalName(scheduleId: string, origin: string | undefined): string | undefined {
    const adopter = this.#adopters.get(scheduleId);
    const isSame = origin !== undefined && adopter?.origin === origin;
    if (isSame || adopter === undefined) return undefined;
    return adopter.name ?? adopter.origin?.split("::").at(-1) ?? "without a name";
  }

  /** The name of the resource that has the schedule. */
  resourceNameOf(scheduleId: string): string | undefined {
    const urn = this.#having(scheduleId).find(([origin]) => origin.includes("::"))?.[0];
    return urn?.split("::").at(-1);
  }

  /** Whether the resource's schedule was paused. Then its replacement must not fire. */
  isPaused(origin: string | undefined): boolean {
    return this.#of(origin)?.isPaused === true;
  }

  /** The unconfirmed creation that the resource replaces. Undefined once it is settled. */
  attemptOf(origin: string | undefined): WorkflowScheduleState | undefined {
    return this.#of(origin)?.attempt;
  }

  /** Whether this process could not confirm a creation with the workflow and name of these inputs. */
  isUnconfirmed(inputs: WorkflowScheduleInputs): boolean {
    return this.#unconfirmed.has(nameKey(inputs));
  }

  /** Whether the check looked for duplicates of the new schedule. */
  isSearched(origin: string | undefined): boolean {
    return this.#of(origin)?.isSearched === true;
  }

  /** How many resources in state have schedules like these inputs, with ids that the engine has not shown yet. */
  countAwaited(inputs: WorkflowScheduleInputs): number {
    return [...this.#resources.values()].filter(
      ({ inState, scheduleId }) =>
        inState !== undefined &&
        scheduleId === undefined &&
        inState.workflowId === inputs.workflowId &&
        isAlike(inState, inputs),
    ).length;
  }

  #recordOwner(scheduleId: string, origin: string | undefined, owns: "created" | "adopted"): void {
    this.#known.add(scheduleId);
    const resource = this.#resource(origin ?? scheduleId);
    resource.scheduleId = scheduleId;
    resource.owns = owns;
  }

  /** The resources that have the schedule, by origin. */
  #having(scheduleId: string): readonly (readonly [string, Resource])[] {
    return [...this.#resources].filter(([, one]) => one.scheduleId === scheduleId);
  }

  /** What is known of the resource. Undefined for one of an older class, which sends no origin. */
  #of(origin: string | undefined): Resource | undefined {
    return origin === undefined ? undefined : this.#resources.get(origin);
  }

  #resource(origin: string): Resource {
    const known = this.#of(origin);
    if (known !== undefined) return known;
    const resource: Resource = { isInProgram: false, isPaused: false, isSearched: false };
    this.#resources.set(origin, resource);
    return resource;
  }
}

/** Creations with the same name run one at a time, so no two of them have the same time. */
function isSameAttempt(one: WorkflowScheduleState, other: WorkflowScheduleState): boolean {
  return nameKey(one) === nameKey(other) && one.createdAt === other.createdAt;
}
