/** A new project's schedule file, after a person has replaced `schedules: {}` with the example of its comments. */
export function withExample(scheduleFile: string): string {
  const [, comments] = /^# Replace .*\n#\n((?:#.*\n)+)/m.exec(scheduleFile) ?? [];
  if (comments === undefined) throw new Error("The schedule file has no example.");
  return scheduleFile.replace("schedules: {}\n", comments.replace(/^# ?/gm, ""));
}
