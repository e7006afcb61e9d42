import type { Path } from "../../property-path";
import { type Finding, mostErrors, type Place } from "../finding";
import { listedUpTo } from "../lint/words";
import type { ScheduleFile } from "../schedule-file";
import { needlessNulls } from "./needless-null";
import { sharedAdoptions } from "./shared-adoption";

const mostNames = 5;

/** What only shows when all environments of a file of the right form are looked at together. */
export function fileFindings(file: ScheduleFile, placeOf: (path: Path) => Place): readonly Finding[] {
  const findings = [
    ...needlessNulls(file).map((path): Finding => {
      const name = String(path.at(-1));
      const message =
        `"${name}" has no value: null takes away a parameter that comes from elsewhere, and nothing before this ` +
        'gives it. Write a value, in quotes where it begins with "#", or leave it out.';
      return { severity: "error", rule: "needless-null", message, place: placeOf(path) };
    }),
    ...sharedAdoptions(file).map(({ key, environments }): Finding => {
      const message =
        `adopt counts for ${listedUpTo(mostNames, environments)} here, in which "${key}" is of the same workflow: ` +
        "one would take over the other's schedule, and change or delete it. Write adopt into that schedule of the " +
        "one environment that is to take over what exists.";
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
