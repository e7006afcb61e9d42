const crons = ["*/15 * * * *", "0 * * * *", undefined, "0 2 * * MON-FRI", "30 6 1 * *", "*/5 8-18 * * *"];
const timezones = ["Europe/Stockholm", "America/New_York", "UTC", "Asia/Tokyo"];

/**
 * The text of a file without errors, in which many schedules of a workflow fire at the same time: the lint rules compare
 * each with the others.
 *
 * @param {number} schedules
 * @param {number} workflows
 */
export function largeFile(schedules, workflows) {
  const numbers = (/** @type {number} */ count) => Array.from({ length: count }, (_, number) => number);
  return [
    "workflows:",
    ...numbers(workflows).map((number) => `  flow-${number}: { title: "Workflow ${number}" }`),
    "schedules:",
    ...numbers(schedules).flatMap((number) => [
      `  job-${number}:`,
      `    workflow: flow-${number % workflows}`,
      `    cron: "${crons[number % crons.length] ?? `${number % 60} ${number % 24} * * *`}"`,
      `    timezone: ${timezones[number % timezones.length]}`,
      "    parameters:",
      `      vendor: "vendor ${number}"`,
      `      region: eu`,
    ]),
    "environments:",
    "  dev: {}",
    "  staging: { timezone: UTC }",
    "  prod: { parameters: { region: us } }",
    "",
  ].join("\n");
}
