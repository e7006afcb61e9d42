import type { z } from "zod";
import { scheduleFileSchema } from "../../src/schedule-file/read/schema";
import type {
  ScheduleEntry,
  ScheduleEnvironment,
  ScheduleFile,
  ScheduleGroup,
  WorkflowReference,
} from "../../src/schedule-file/schedule-file";

// The type that programs see is written by hand, for its comments. That it is the schema's is checked by the
// compiler (`npm run check`), here.
type Input = z.input<typeof scheduleFileSchema>;
type InputEnvironment = NonNullable<Input["environments"][string]>;
type InputWorkflow = NonNullable<Input["workflows"]>[string];

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
/** The keys of every member of a union. */
type AnyKey<Type> = Type extends unknown ? keyof Type : never;

const sameKeys: {
  readonly file: Same<keyof Input, Exclude<keyof ScheduleFile, `x-${string}`>>;
  readonly defaults: Same<keyof NonNullable<Input["defaults"]>, keyof NonNullable<ScheduleFile["defaults"]>>;
  readonly group: Same<keyof NonNullable<Input["groups"]>[string], keyof ScheduleGroup>;
  readonly schedule: Same<keyof Input["schedules"][string], keyof ScheduleEntry>;
  readonly environment: Same<keyof InputEnvironment, keyof ScheduleEnvironment>;
  readonly workflow: Same<keyof InputWorkflow, AnyKey<WorkflowReference>>;
} = { file: true, defaults: true, group: true, schedule: true, environment: true, workflow: true };

/** Whatever the type allows, the schema allows. */
const asInput = (file: ScheduleFile): Input => file;

/** Whatever the schema allows, the type allows, but that a workflow has one of id and title, which the type says. */
type WithoutWorkflows = Omit<Input, "workflows" | "environments"> & {
  readonly environments: { readonly [name: string]: Omit<InputEnvironment, "workflows"> | null };
};
const asFile = (input: WithoutWorkflows): ScheduleFile => input;
const asReference = ({ id }: Required<InputWorkflow>): WorkflowReference => ({ id: id ?? "" });

describe("the type of a schedule file", () => {
  it("is the schema's", () => {
    const file = { schedules: { a: { workflow: "wpid_1", cron: "0 2 * * *" } }, environments: { dev: null } };
    expect(scheduleFileSchema.safeParse(asInput(asFile(file))).success).toBe(true);
    expect(asReference({ id: "wpid_1", title: "x" })).toEqual({ id: "wpid_1" });
    expect(Object.values(sameKeys)).not.toContain(false);
  });
});
