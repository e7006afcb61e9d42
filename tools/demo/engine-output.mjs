const resource = /^\s*([-+~]+)\s+pulumi-nodejs:dynamic\/(skyvern:\w+)/;
const finished = /^\s+(\S+)\s+((?:create|update|delete|replace)d?)\b/;
const detailed = /^:\s+(\(\w+\))/;
const name = /^\s+\[urn=.*::([^:]+)\]$/;
const property = /^\s+([-+~]) (\w+)\s*: (.*)$/;
const progress = /\b(\w+ [\dhms]+, wr_\d+, .*)$/;
const failure = /\berror: (.*)$/;

/**
 * Filters the engine's output for readers: one line for each changed resource of ours, the progress of a run, the
 * properties that differ (with `--diff`), and each error once. Lines are shortened, never invented: the type loses its
 * `pulumi-nodejs:dynamic/`, and repeated progress lines are dropped.
 *
 * @param {string} output
 * @returns {string[]}
 */
export function trimEngineOutput(output) {
  /** @type {string[]} */
  const kept = [];
  /** @type {string | undefined} The "(update)" of the resource whose details follow. */
  let action;
  for (const line of output.split("\n")) {
    const [, step] = progress.exec(line) ?? [];
    if (step !== undefined) {
      kept.push(`  ${step}`);
      continue;
    }
    const [head, sign, type] = resource.exec(line) ?? [];
    if (head !== undefined) {
      const rest = line.slice(head.length);
      const [, title, verb] = finished.exec(rest) ?? [];
      action = detailed.exec(rest)?.[1];
      if (action !== undefined) kept.push(`${sign} ${type}`);
      else if (title !== undefined) kept.push(`${sign} ${type} ${title} ${verb}`);
      continue;
    }
    const [, title] = name.exec(line) ?? [];
    const [, mark, key, values] = property.exec(line) ?? [];
    const [, error] = failure.exec(line) ?? [];
    if (action !== undefined && title !== undefined) kept.push(`${kept.pop()} ${title} ${action}`);
    if (action !== undefined && key !== undefined) kept.push(`    ${mark} ${key}: ${values}`);
    if (error !== undefined) kept.push(`error: ${error.replace("pulumi-nodejs:dynamic/", "")}`);
  }
  return [...new Set(kept)];
}
