import { toJSONSchema } from "zod/mini";
import { scheduleFileSchema } from "./read/schema";

/** The JSON Schema (draft 2020-12) of a schedule file. Editors complete keys and mark errors with it. */
export function scheduleFileJsonSchema(): object {
  return {
    title: "Schedules of Skyvern workflows",
    description: "The file of a ScheduleSet of pulumi-skyvern",
    ...toJSONSchema(scheduleFileSchema),
    patternProperties: { "^x-": { description: "Anything, such as anchors for the rest of the file" } },
  };
}
