import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface GitlabJob {
  readonly extends?: string;
  readonly script?: readonly string[];
  readonly dependencies?: readonly string[];
}

/**
 * The jobs of a file of GitLab CI that promote and take artifacts of other jobs, which GitLab puts into the checkout and
 * git then calls uncommitted. A job takes those of all earlier stages, unless its `dependencies` name none.
 */
export function promotingBesideArtifacts(file: string): readonly string[] {
  const jobs = parse(readFileSync(file, "utf8")) as Readonly<Record<string, GitlabJob>>;
  return Object.keys(jobs).filter((name) => {
    const { script = [], dependencies } = { ...jobs[jobs[name]?.extends ?? ""], ...jobs[name] };
    return !name.startsWith(".") && script.join("\n").includes(" promote ") && dependencies?.length !== 0;
  });
}
