import { addTo, hasMinute, inAll, noCounts, occurrencesOf } from "./minutes";
import type { LintWarning, ReadSubject } from "./subject";
import { listedUpTo, quoted, spokenOccurrences } from "./words";

/** The open-source server keeps up with this many schedules at the shortest interval, 5 minutes. */
const MOST_AT_ONCE = 5;
const MOST_NAMES = 5;

/**
 * Warns of more than five enabled schedules in the same minute, the largest crowd first. A crowd is reported if one of
 * its schedules was not reported before, so there are never more warnings than schedules.
 */
export function lintCrowding(subjects: readonly ReadSubject[]): readonly LintWarning[] {
  const counts = noCounts();
  for (const { fires } of subjects) addTo(counts, fires, 1);
  const unreportedCounts = counts.slice();
  const unreported = new Set(subjects);
  return crowdedMinutes(counts).flatMap((minute): LintWarning[] => {
    if (unreportedCounts[minute] === 0) return [];
    const crowd = subjects.filter(({ fires }) => hasMinute(fires, minute));
    for (const subject of crowd) {
      if (unreported.delete(subject)) addTo(unreportedCounts, subject.fires, -1);
    }
    return crowd.slice(0, 1).map((first) => warningOf(first, crowd.slice(1)));
  });
}

/** The minutes with too many schedules: the most crowded first, then the earliest. */
function crowdedMinutes(counts: Int32Array): readonly number[] {
  const minutesOf: number[][] = [];
  for (let minute = 0; minute < counts.length; minute++) {
    const count = counts[minute] ?? 0;
    if (count <= MOST_AT_ONCE) continue;
    minutesOf[count] ??= [];
    minutesOf[count].push(minute);
  }
  return minutesOf.reverse().flat();
}

function warningOf(first: ReadSubject, others: readonly ReadSubject[]): LintWarning {
  // Schedules with the same expression share one set.
  const together = inAll([...new Set([first, ...others].map(({ fires }) => fires))]);
  const names = others.map(({ key }) => quoted(key));
  const message =
    `fires at the same minute as ${names.length} other schedules (${listedUpTo(MOST_NAMES, names)}), ` +
    `${spokenOccurrences(occurrencesOf(together), first.zone)}: the open-source server starts one run a minute at ` +
    "most, and leaves out a run that is still waiting when the next one of its schedule is due; " +
    '"spread: 30m" on a group moves its members apart';
  return { rule: "crowding", message, keys: [first.key, ...others.map(({ key }) => key)] };
}
