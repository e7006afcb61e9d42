import { config } from "zod/mini";

// zod writes and compiles code for each form, which pays off after more values than a command reads.
config({ jitless: true });

/**
 * The part of zod that the package uses. tools/bundle.mjs makes one file of it: all of zod is 95 files, and loading them
 * takes longer than everything else before the first response of a provider process. It is the mini variant, whose forms
 * have no methods but `check` and `safeParse`: they are made in half the time.
 */
export {
  array,
  boolean,
  type core,
  custom,
  describe,
  enum,
  extend,
  int,
  json,
  literal,
  looseObject,
  maximum,
  maxLength,
  meta,
  minimum,
  minLength,
  NEVER,
  null,
  nullable,
  nullish,
  number,
  object,
  optional,
  type output,
  pipe,
  readonly,
  record,
  refine,
  regex,
  strictObject,
  string,
  superRefine,
  transform,
  union,
  unknown,
  ZodMiniNullable as ZodNullable,
  ZodMiniObject as ZodObject,
  ZodMiniOptional as ZodOptional,
  ZodMiniRecord as ZodRecord,
  type ZodMiniType as ZodType,
} from "zod/mini";
