import type { JsonObject } from "../../server/json";

/** What the server knows about a type of block. */
export interface BlockType {
  /** The fields that a definition must have, beside its label. */
  readonly required?: readonly string[];
  /** The other fields with their defaults, in the order of the response. */
  readonly fields: JsonObject;
  /** Values that a definition cannot change. */
  readonly fixed?: JsonObject;
  /** It names its parameters in `parameter_keys`. */
  readonly takesParameters?: true;
  /** Its responses have `engine` even if the definition leaves it out. */
  readonly engine?: string;
}

/** The fields that may be null or an integer. */
export const nullableIntegers = ["max_steps_per_run", "sftp_port", "custom_smtp_port", "newer_than_days"];
