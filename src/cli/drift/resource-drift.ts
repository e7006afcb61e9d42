import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { readChangeNote } from "../../change-note";
import { askedFor, isLeftToServer, named, serverId, steps } from "../engine/changes";
import { differences, differencesOrSecret, reportedPaths, secretPaths, visible } from "../engine/differences";

/** A property that differs between the server and state. Secrets are `[secret]`; undefined where not set. */
export interface PropertyDrift {
  readonly property: string;
  readonly inState: unknown;
  readonly onServer: unknown;
  /** The code leaves it to the server, so that the next `up` keeps it as it is there. */
  readonly isKeptByUp: boolean;
}

/** A resource that is not as the last `up` left it. */
export interface ResourceDrift {
  readonly name: string;
  /** Such as `WorkflowSchedule`. */
  readonly type: string;
  /** The id on the server, such as `wfs_1`. */
  readonly id: string;
  /** `gone`: it was deleted. */
  readonly kind: "changed" | "gone";
  /** When a schedule was last written on the server, in ISO 8601; left out if the server did not say. */
  readonly changedAt?: string;
  readonly properties: readonly PropertyDrift[];
}

/**
 * The drift that a previewed refresh reports. Only inputs of a program count: outputs may change with each read.
 */
export function driftOf(events: readonly EngineEvent[]): readonly ResourceDrift[] {
  const notes = events.flatMap(({ diagnosticEvent }) => readChangeNote(diagnosticEvent?.message ?? "") ?? []);
  const changedAt = new Map(notes.map((note) => [note.scheduleId, note.changedAt]));
  const found = steps(events).flatMap((step): ResourceDrift[] => {
    const about = { ...named(step), id: serverId(step) };
    if (step.new === undefined || step.new === null) return [{ ...about, kind: "gone", properties: [] }];
    const { before, after } = askedFor(step);
    const reported = reportedPaths(step);
    const differing =
      reported.length > 0 || mayHideSecret(step)
        ? differencesOrSecret(before, after, reported)
        : differences(before, after);
    if (differing.length === 0) return [];
    const properties = differing.map(({ property, before: inState, after: onServer }) => ({
      property,
      inState,
      onServer,
      isKeptByUp: isLeftToServer(step.type, property, step.old?.inputs ?? {}),
    }));
    const time = changedAt.get(about.id);
    return [{ ...about, kind: "changed", ...(time === undefined ? {} : { changedAt: time }), properties }];
  });
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Whether a secret that the program gave may be what differs in a dynamic resource: the engine calls the resource
 * changed, and nothing else that is not shown, such as a signed URL among the outputs, can be the reason.
 */
function mayHideSecret({ op, type, old, new: current }: StepEventMetadata): boolean {
  if (op !== "update" || old === undefined || current === undefined) return false;
  const outputs = visible(type, current.outputs);
  if (differences(visible(type, old.outputs), outputs).length > 0) return false;
  const given = new Set(secretPaths(current.inputs));
  return secretPaths(outputs).every((path) => given.has(path));
}
