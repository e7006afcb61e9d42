import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../engine/pulumi-project";

/** A change that somebody asks the team to take. */
export interface PullRequest {
  readonly branch: string;
  readonly author: string;
  readonly message: string;
  /** Path to new content. */
  readonly files: Readonly<Record<string, string>>;
}

/** The team's repository: a bare one that all share, and a clone in which its people work. */
export class TeamRepository {
  readonly #folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-team-"));
  /** The shared one; its main branch is `main`. */
  readonly origin = join(this.#folder, "origin.git");
  readonly #clone = join(this.#folder, "clone");

  /** The shared repository, with a first commit of these files. */
  static async create(files: Readonly<Record<string, string>>): Promise<TeamRepository> {
    const team = new TeamRepository();
    mkdirSync(team.#clone);
    await team.#git("Ann", "init", "--quiet", "--bare", "--initial-branch=main", team.origin);
    await team.#git("Ann", "init", "--quiet", "--initial-branch=main");
    await team.#git("Ann", "remote", "add", "origin", team.origin);
    await team.#commit("Ann", "A program", files);
    await team.#git("Ann", "push", "--quiet", "origin", "main");
    return team;
  }

  /** Pushes a branch off `main` with one commit; returns that commit. */
  async open({ branch, author, message, files }: PullRequest): Promise<string> {
    await this.#git(author, "switch", "--quiet", "--create", branch, "main");
    const commit = await this.#commit(author, message, files);
    await this.#git(author, "push", "--quiet", "origin", branch);
    return commit;
  }

  /** Pushes a branch that takes a merge back, as `git revert` does; returns its commit. */
  async openRevert(branch: string, merge: string): Promise<string> {
    await this.#git("Ben", "switch", "--quiet", "--create", branch, "main");
    await this.#git("Ben", "revert", "--no-edit", "--mainline", "1", merge);
    await this.#git("Ben", "push", "--quiet", "origin", branch);
    return this.#git("Ben", "rev-parse", "HEAD");
  }

  /** Merges a branch into `main` with a merge commit, and pushes that; returns it. */
  async merge(branch: string): Promise<string> {
    await this.#git("Ann", "switch", "--quiet", "main");
    await this.#git("Ann", "merge", "--quiet", "--no-ff", "--message", `Merge ${branch}`, branch);
    await this.#git("Ann", "push", "--quiet", "origin", "main");
    return this.#git("Ann", "rev-parse", "HEAD");
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #commit(author: string, message: string, files: Readonly<Record<string, string>>): Promise<string> {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.#clone, name), content);
    await this.#git(author, "add", ".");
    await this.#git(author, "commit", "--quiet", "--message", message);
    return this.#git(author, "rev-parse", "HEAD");
  }

  async #git(author: string, ...args: readonly string[]): Promise<string> {
    // Nothing that the person who runs the tests has set up for git.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };
    const settings = [`user.name=${author}`, `user.email=${author.toLowerCase()}@example.com`];
    const options = settings.flatMap((setting) => ["-c", setting]);
    const { code, output } = await runCommand("git", [...options, ...args], { cwd: this.#clone, env });
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${output}`);
    return output.trim();
  }
}
