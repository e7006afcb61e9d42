import { existsSync, readFileSync } from "node:fs";
import { isSkyvernError } from "../../errors";
import type { Composed } from "../../schedule-file/compose/composed";
import { findingText } from "../../schedule-file/finding";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import { CommandFailure } from "../usage";
import type { Account } from "./account";

const rules = () => ({
  // Loaded here: other commands do not need them.
  ...(require("../../schedule-file/compose/compose") as typeof import("../../schedule-file/compose/compose")),
  ...(require("../../schedule-file/compose/adoption") as typeof import("../../schedule-file/compose/adoption")),
  ...(require("../../schedule-file/compose/write/verify") as typeof import("../../schedule-file/compose/write/verify")),
  ...(require("../../schedule-file/compose/write/added") as typeof import("../../schedule-file/compose/write/added")),
  ...(require("../../schedule-file/compose/write/yaml") as typeof import("../../schedule-file/compose/write/yaml")),
  ...(require("../../schedule-file/compose/write/program") as typeof import("../../schedule-file/compose/write/program")),
  ...(require("../../schedule-file/read/read-schedule-file") as typeof import("../../schedule-file/read/read-schedule-file")),
});

/** The file that the command writes. */
export interface ScheduleTarget {
  readonly path: string;
  /** As messages name it. */
  readonly file: string;
  readonly form: "yaml" | "typescript";
}

/** The text of the file, and what it has. */
export interface Written {
  readonly text: string;
  readonly composed: Composed;
}

/**
 * The file as it is; undefined if it does not exist.
 *
 * @throws CommandFailure if it has errors, or is a program, which the command does not change
 */
export function openFile({ path, file, form }: ScheduleTarget): ScheduleSource | undefined {
  if (!existsSync(path)) return undefined;
  if (form === "typescript")
    throw new CommandFailure(
      `${file} exists, and import does not change a program. Give another file, such as \`import schedules.ts --to typescript\`.`,
    );
  let source: ScheduleSource;
  try {
    source = rules().readScheduleFile(file, readFileSync(path));
  } catch (error) {
    throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
  }
  const [finding] = source.findings;
  if (finding === undefined) return source;
  throw new CommandFailure(
    `${findingText(finding)} Correct the file first: \`npx pulumi-skyvern validate ${file}\` shows all errors.`,
  );
}

/**
 * The file with the schedules of the accounts. The text is read back and compared with the accounts.
 *
 * @param adopts whether the next `up` takes the schedules over
 * @throws CommandFailure if a file cannot hold them
 */
export function writeSchedules(
  accounts: readonly Account[],
  source: ScheduleSource | undefined,
  { path, file, form }: ScheduleTarget,
  { adopts, set }: { readonly adopts: boolean; readonly set: string },
): Written {
  const compose = rules();
  const known = new Map(accounts.map(({ target, known: keys }) => [target.environment, keys] as const));
  const contents = accounts.map(({ content }) => content);
  const made = compose.compose(contents, {
    content: source?.content,
    known,
    stored: new Map(
      accounts.map(({ target, configuration }) => [target.environment, configuration] as const),
    ),
  });
  const composed = adopts
    ? { ...made, content: compose.withAdoption(made.content, takenOver(accounts, made)) }
    : made;
  const text = textOf();
  const read =
    form === "typescript"
      ? compose.readScheduleObject(composed.content)
      : compose.readScheduleFile(file, Buffer.from(text));
  const [tooLarge] = read.findings;
  if (tooLarge !== undefined)
    throw new CommandFailure(
      `A file cannot hold this: ${tooLarge.message} Import a part of the account with --only, into a file and a set of its own.`,
    );
  const differences = compose.differencesOf(read, contents, composed.keys, composed.secrets);
  if (differences.length > 0)
    throw new Error(`The file would not match the account, so it is not written:\n${differences.join("\n")}`);
  return { text, composed };

  function textOf(): string {
    if (form === "typescript") return compose.programText(composed, set);
    if (source === undefined) return compose.newYaml(composed);
    try {
      return compose.addedYaml(readFileSync(path, "utf8"), composed);
    } catch (error) {
      throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
    }
  }
}

/** The schedules that the stacks do not have yet: by environment and id, their keys. */
export function takenOver(
  accounts: readonly Account[],
  { keys }: Composed,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(
    accounts.map(({ target: { environment }, known, state }) => {
      const waiting = [...known].filter(([id]) => !state.keys.has(id));
      return [environment, new Map([...waiting, ...(keys.get(environment) ?? [])])] as const;
    }),
  );
}
