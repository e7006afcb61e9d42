import { config } from "zod";

// zod writes and compiles code for each form, which pays off after more values than a command reads.
config({ jitless: true });

/**
 * The part of zod that the package uses. tools/bundle.mjs makes one file of it: all of zod is 95 files, and loading them
 * takes longer than everything else before the first response of a provider process.
 */
export {
  array,
  boolean,
  type core,
  custom,
  enum,
  int,
  json,
  literal,
  looseObject,
  NEVER,
  null,
  number,
  object,
  type output,
  record,
  strictObject,
  string,
  toJSONSchema,
  union,
  unknown,
  ZodNullable,
  ZodObject,
  ZodOptional,
  ZodRecord,
  type ZodType,
} from "zod";
