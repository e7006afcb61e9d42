import { CliProject, type CliResult } from "../cli/project";
import type { CommandResult } from "../engine/pulumi-project";
import type { TeamRepository } from "./repository";

/** What runs for each pull request and each merge: a checkout of the team's repository, with the stacks and keys. */
export class TeamPipeline extends CliProject {
  /** All that its commands printed. */
  printed = "";

  /** Fetches the repository, and checks a commit out. */
  async checkOut(team: TeamRepository, commit: string): Promise<void> {
    await this.git("init", "--quiet");
    await this.git("fetch", "--quiet", team.origin, "+refs/heads/*:refs/remotes/origin/*");
    // The files that the project came with are in the way of the first one.
    await this.git("checkout", "--quiet", "--force", "--detach", commit);
  }

  override async cli(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliResult> {
    const result = await super.cli(args, environment);
    this.printed += result.report + result.progress;
    return result;
  }

  override async pulumi(...args: readonly string[]): Promise<CommandResult> {
    const result = await super.pulumi(...args);
    this.printed += result.output;
    return result;
  }
}
