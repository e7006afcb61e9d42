/** An hour of the day (UTC) at least ten hours from now. A daily schedule at that hour cannot start a run during a test. */
export function hourAhead(further = 0): number {
  return (new Date().getUTCHours() + 11 + further) % 24;
}
