import { CommandFailure } from "../usage";
import { type Account, readTarget } from "./account";
import type { ImportedEnvironment } from "./import-result";
import { summaryOf } from "./import-summary";
import type { Work } from "./run-import";
import { writeSchedules } from "./schedule-text";
import { findTargets } from "./targets";

/** A schedule file of accounts that no project has yet. */
interface NewScheduleFile {
  readonly text: string;
  readonly environments: readonly ImportedEnvironment[];
}

/**
 * The schedule file of accounts, without a project. Writes nothing.
 *
 * @param accounts `NAME=VARIABLE` for each environment
 * @throws CommandFailure if an account cannot be read, or a file cannot hold it
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function newScheduleFile(
  accounts: readonly string[],
  { terminal, signal }: Work,
): Promise<NewScheduleFile> {
  const file = { path: "schedules.yaml", file: "schedules.yaml", form: "yaml" } as const;
  const [engine, source, only, set] = [undefined, undefined, undefined, "schedules"] as const;
  const read: Account[] = [];
  for (const target of await findTargets({ account: accounts }, engine))
    read.push(
      await readTarget(target, { engine, resources: new Map(), source, set, only, terminal, signal }),
    );
  const written = writeSchedules(read, source, file, { adopts: false, set });
  if (signal.aborted) throw new CommandFailure("The command was interrupted. Nothing was written.");
  return {
    text: written.text,
    environments: read.map((account) => ({ ...summaryOf(account, written), takeover: "none" })),
  };
}
