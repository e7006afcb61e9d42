import { yamlText } from "./names";

/** The file without a schedule, so that the first \`pulumi up\` works in an empty account. */
export function scheduleFile(stacks: readonly string[]): string {
  return `# yaml-language-server: $schema=./node_modules/pulumi-skyvern/dist/schedules.schema.json

# The schedules of this project. To check the file, run \`npx pulumi-skyvern validate\`.
# node_modules/pulumi-skyvern/docs/schedule-file.md describes all keys.

defaults:
  timezone: UTC

# Replace \`schedules: {}\` with this example, and write your own title and parameters:
#
# workflows:
#   invoices: { title: Invoice download } # the title of a workflow in Skyvern
# schedules:
#   nightly-invoices:
#     workflow: invoices
#     cron: "0 2 * * MON-FRI"
#     parameters: { vendor: acme }

schedules: {}

# The differences of each stack.
environments:
${stacks.map(environment).join("\n")}
`;
}

/** Only the last stack fires. One of several is usually for tests, and must not start a run by surprise. */
function environment(stack: string, index: number, stacks: readonly string[]): string {
  const name = yamlText(stack);
  if (index === stacks.length - 1) return `  ${name}: {}`;
  const comment = index === 0 ? " # creates the schedules, but none of them fires" : "";
  return `  ${name}: { enabled: false }${comment}`;
}
