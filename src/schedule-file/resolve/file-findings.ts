import { error, type Finding, mostErrors, type PlaceOf } from "../finding";
import { listedUpTo } from "../lint/words";
import type { ScheduleFile } from "../schedule-file";
import { needlessNulls } from "./needless-null";
import { sharedAdoptions } from "./shared-adoption";

const mostNames = 5;

/** The errors that only show if all environments of a valid file are compared. */
export function fileFindings(file: ScheduleFile, placeOf: PlaceOf): readonly Finding[] {
  const nulls = needlessNulls(file).map((path) => {
    const message =
      `"${String(path.at(-1))}" has no value: null removes a parameter that another level sets, and none sets this one. ` +
      'Write a value, in quotes if it begins with "#", or remove the line.';
    return error("needless-null", message, placeOf(path));
  });
  const adoptions = sharedAdoptions(file).map(({ key, environments }) => {
    const message =
      `"${key}" has the same workflow in ${listedUpTo(mostNames, environments)}, so with adopt one environment would ` +
      "take over the schedule of another, and change or delete it. Remove adopt here, and set it under " +
      '"schedules" of the one environment that takes over the existing schedule.';
    return error("shared-adopt", message, placeOf(["schedules", key, "adopt"]));
  });
  return [...nulls, ...adoptions].slice(0, mostErrors);
}
