import { hasMinute, LOOKED_AT_DAYS, minutesOf } from "./minutes";
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
  const unreported = new Set(subjects.filter(({ enabled }) => enabled));
  return crowdedMinutes(subjects).flatMap((minute): LintWarning[] => {
    if (![...unreported].some(({ fires }) => hasMinute(fires, minute))) return [];
    const crowd = subjects.filter(({ fires }) => hasMinute(fires, minute));
    for (const subject of crowd) unreported.delete(subject);
    return crowd.slice(0, 1).map((first) => warningOf(first, crowd.slice(1)));
  });
}

/** The minutes with too many schedules: the most crowded first, then the earliest. */
function crowdedMinutes(subjects: readonly ReadSubject[]): readonly number[] {
  const counts = new Uint32Array(LOOKED_AT_DAYS * 24 * 60);
  for (const { fires } of subjects) {
    for (const minute of minutesOf(fires)) counts[minute] = (counts[minute] ?? 0) + 1;
  }
  const crowded = [...counts.keys()].filter((minute) => (counts[minute] ?? 0) > MOST_AT_ONCE);
  // Equally crowded minutes stay in their order.
  return crowded.sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0));
}

function warningOf(first: ReadSubject, others: readonly ReadSubject[]): LintWarning {
  const together = first.fires.map((word, index) =>
    others.reduce((common, { fires }) => common & (fires[index] ?? 0), word),
  );
  const names = others.map(({ key }) => quoted(key));
  const message =
    `fires at the same minute as ${names.length} other schedules (${listedUpTo(MOST_NAMES, names)}), ` +
    `${spokenOccurrences(minutesOf(together), first.zone)}: the open-source server starts one run a minute at ` +
    "most, and leaves out a run that is still waiting when the next one of its schedule is due; " +
    '"spread: 30m" on a group moves its members apart';
  return { rule: "crowding", message, keys: [first.key, ...others.map(({ key }) => key)] };
}
