// Checks a million different schedules in this process, and prints a line of JSON for each tenth of them.
import { checkCron } from "../dist/calendar/cron/check-cron.js";
import { timezoneProblem } from "../dist/calendar/zone/timezone.js";
import { checkScheduleInputs } from "../dist/provider/schedule/inputs.js";

const count = 1_000_000;
const tenth = count / 10;
const timezones = Intl.supportedValuesOf("timeZone");

/**
 * @param {number} index
 * @returns {string} Another expression for each index: a list, a range, a step, or plain numbers.
 */
function cronExpression(index) {
  const minute = index % 55;
  const hour = Math.floor(index / 55) % 23;
  const day = 1 + (Math.floor(index / 1265) % 28);
  const month = 1 + (Math.floor(index / 35_420) % 12);
  const variant = Math.floor(index / 425_040);
  if (variant === 0) return `${minute} ${hour} ${day} ${month} *`;
  if (variant === 1) return `${minute},${minute + 5} ${hour} ${day},${(day % 28) + 1} ${month} *`;
  return `${minute} ${hour}-23/2 ${day} ${month} MON-FRI`;
}

/** @type {Readonly<Record<string, (cron: string, timezone: string, index: number) => boolean>>} */
const checks = {
  cron: (cron, timezone) => "text" in checkCron(cron) && timezoneProblem(timezone) === undefined,
  inputs: (cron, timezone, index) =>
    checkScheduleInputs(undefined, {
      workflowId: `wpid_${index}`,
      cronExpression: cron,
      timezone,
      name: `invoices-${index}`,
      parameters: { vendor: `vendor-${index}` },
    }).failures.length === 0,
};

const check = checks[process.argv[2] ?? ""];
if (check === undefined) throw new Error(`Give one of ${Object.keys(checks).join(", ")}.`);
for (let start = 0; start < count; start += tenth) {
  const begun = performance.now();
  for (let index = start; index < start + tenth; index++) {
    const cron = cronExpression(index);
    if (!check(cron, timezones[index % timezones.length] ?? "UTC", index))
      throw new Error(`${cron} was refused.`);
  }
  const seconds = (performance.now() - begun) / 1000;
  globalThis.gc?.();
  console.log(JSON.stringify({ seconds, heap: process.memoryUsage().heapUsed / 1e6 }));
}
