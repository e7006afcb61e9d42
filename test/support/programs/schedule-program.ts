/** A program whose schedules stand in schedules.json: `{ name: { ...inputs, $options? } }`; `$secret` wraps a value. */
export const scheduleProgram = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const wanted = JSON.parse(require("fs").readFileSync("schedules.json", "utf8"));
const reveal = (value) => {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  if ("$secret" in value) return pulumi.secret(value.$secret);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
};
for (const [name, { $options, ...inputs }] of Object.entries(wanted)) {
  const schedule = new skyvern.WorkflowSchedule(name, reveal(inputs), $options);
  exports[name] = schedule.scheduleId;
}
`;
