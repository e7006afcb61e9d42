import type { WireSchedule } from "../../skyvern/wire";
import { formatScheduleId } from "./id";
import { inputsOf, stateOf } from "./state";

/** What the state of a stack has of a schedule that no `up` made: as a refresh stores it. */
export interface Imported {
  /** `wpid_…/wfs_…`. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The entry of a schedule for `pulumi import --file`, without the pointer. */
export function importedSchedule(schedule: WireSchedule): Imported {
  const state = stateOf(schedule);
  return { id: formatScheduleId(state), inputs: { ...inputsOf(state) }, outputs: { ...state } };
}
