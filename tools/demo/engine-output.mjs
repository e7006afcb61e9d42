const schedule = /^\s*([-+~]+)\s+pulumi-nodejs:dynamic\/(skyvern:\w+)/;
const finished = /^\s+(\S+)\s+(create|update|delete|replace)d?\b.*?(\[diff: .*\])?\s*$/;
const property = /^\s+([-+~]) (\w+)\s*: (.*)$/;

/**
 * Keeps of the engine's output what a reader wants: one line for each schedule that something is or was
 * done to, the properties that differ (with `--diff`), and each error once. Lines are shortened, never
 * made up: the type loses its `pulumi-nodejs:dynamic/`, and what only says "still at it" goes.
 *
 * @param {string} output
 * @returns {string[]}
 */
export function trimEngineOutput(output) {
  /** @type {string[]} */
  const kept = [];
  let inSchedule = false;
  for (const line of output.split("\n")) {
    const [head, sign, type] = schedule.exec(line) ?? [];
    if (head !== undefined) {
      const rest = line.slice(head.length);
      const [, name, , difference] = finished.exec(rest) ?? [];
      inSchedule = rest.startsWith(":");
      if (inSchedule) kept.push(`${sign} ${type}${rest.slice(1)}`);
      else if (name !== undefined) kept.push(`${sign} ${type}  ${name}${difference ? `  ${difference}` : ""}`);
      continue;
    }
    const [, urn] = /^\s+\[urn=(.+)\]$/.exec(line) ?? [];
    if (inSchedule && urn !== undefined) kept.push(`${kept.pop()}  ${urn.split("::").at(-1)}`);
    const [changed, mark, key, values] = property.exec(line) ?? [];
    if (inSchedule && changed !== undefined) kept.push(`    ${mark} ${key}: ${values}`);
    const [, error] = /\berror: (.*)$/.exec(line) ?? [];
    if (error !== undefined) kept.push(`error: ${error.replace("pulumi-nodejs:dynamic/", "")}`);
  }
  return [...new Set(kept)];
}
