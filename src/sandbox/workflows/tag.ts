import type { JsonObject } from "../server/json";
import { refuse } from "../server/model";

/**
 * The type of a block or a parameter, by its field `key`. The error for an unknown one lists all, with the names of
 * the server's enum. A tag without a name is a plain string there.
 */
export function readTag(
  key: string,
  tags: readonly (readonly [name: string | undefined, tag: string])[],
  value: JsonObject,
): string {
  const discriminator = `'${key}'`;
  const given = value[key];
  if (given === undefined) {
    refuse("union_tag_not_found", `Unable to extract tag using discriminator ${discriminator}`, value, {
      discriminator,
    });
  }
  const tag = tags.find(([, one]) => one === given)?.[1];
  if (tag !== undefined) return tag;
  const shown = tags.map(([name, one]) => (name === undefined ? `'${one}'` : `<${name}: '${one}'>`));
  const expected_tags = shown.join(", ");
  const problem = `Input tag '${given}' found using ${discriminator} does not match any of the expected tags`;
  const ctx = { discriminator, tag: String(given), expected_tags };
  return refuse("union_tag_invalid", `${problem}: ${expected_tags}`, value, ctx);
}
