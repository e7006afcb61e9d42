/** The line with which a refresh names a changed schedule. The command `drift` reads it. */
export function changeNote(scheduleId: string, changedAt: string): string {
  return `schedule ${scheduleId}: changed at ${changedAt}`;
}

/** What {@link changeNote} wrote; undefined for another line. */
export function readChangeNote(
  line: string,
): { readonly scheduleId: string; readonly changedAt: string } | undefined {
  const [, scheduleId, changedAt] = /^schedule (wfs_\w+): changed at (\S+)\s*$/.exec(line) ?? [];
  return scheduleId === undefined || changedAt === undefined ? undefined : { scheduleId, changedAt };
}
