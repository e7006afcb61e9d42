import type { Path } from "../../property-path";
import { type Finding, mostErrors, type Place } from "../finding";
import { listedUpTo } from "../lint/words";
import type { ScheduleFile } from "../schedule-file";
import { needlessNulls } from "./needless-null";
import { sharedAdoptions } from "./shared-adoption";

const mostNames = 5;

/** The errors that only show when all environments of a valid file are compared. */
export function fileFindings(file: ScheduleFile, placeOf: (path: Path) => Place): readonly Finding[] {
  const findings = [
    ...needlessNulls(file).map((path): Finding => {
      const name = String(path.at(-1));
      const message =
        `"${name}" has no value: null removes a parameter that another level sets, and none sets this one. ` +
        'Write a value, in quotes if it begins with "#", or remove the line.';
      return { severity: "error", rule: "needless-null", message, place: placeOf(path) };
    }),
    ...sharedAdoptions(file).map(({ key, environments }): Finding => {
      const message =
        `adopt applies to ${listedUpTo(mostNames, environments)} here, where "${key}" has the same workflow: one ` +
        "environment would take over the other's schedule, and change or delete it. Move adopt to this schedule in " +
        "the one environment that takes over what exists.";
      return {
        severity: "error",
        rule: "shared-adopt",
        message,
        place: placeOf(["schedules", key, "adopt"]),
      };
    }),
  ];
  return findings.slice(0, mostErrors);
}
