import type { ValidationFailure } from "../server/api-error";
import { isJsonObject, type RequestFields } from "../server/request-fields";
import type { JsonObject } from "../server/store";

const countries = "ES IE GB IN JP FR DE NZ ZA AR AU BR TR CA MX IT NL PH KR SA".split(" ");
const states = ["US-CA", "US-NY", "US-TX", "US-FL", "US-WA"];
const residential = [...countries, "ISP"].map((place) => `RESIDENTIAL_${place}`);
const locations = ["RESIDENTIAL", ...states, ...residential, "NONE"];
const geoCountries = [...countries, "US"];

/** A named location, a place, any other object, or null. The default is `"RESIDENTIAL"`. */
export function readProxyLocation(fields: RequestFields, value: unknown): string | JsonObject | null {
  if (value === undefined) return "RESIDENTIAL";
  if (value === null || (typeof value === "string" && locations.includes(value))) return value;
  if (isJsonObject(value)) return readPlace(value) ?? value;
  // Pydantic reports one error for each member of the union.
  fields.failures.push(...unionFailures(value));
  return null;
}

function readPlace({ country, subdivision = null, city = null, isISP = false }: JsonObject) {
  if (typeof country !== "string" || !geoCountries.includes(country.toUpperCase())) return undefined;
  if (subdivision !== null && (typeof subdivision !== "string" || subdivision.length > 10)) return undefined;
  if (city !== null && (typeof city !== "string" || city.length > 100)) return undefined;
  if (typeof isISP !== "boolean") return undefined;
  const code = subdivision?.toUpperCase().replace(/^[^-]*-/, "") ?? null;
  return { country: country.toUpperCase(), subdivision: code, city, isISP };
}

function unionFailures(input: unknown): ValidationFailure[] {
  const quoted = locations.map((one) => `'${one}'`);
  const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  const should = "Input should be";
  const at = (member: string) => ["body", "proxy_location", member];
  return [
    {
      type: "enum",
      loc: at("str-enum[ProxyLocation]"),
      msg: `${should} ${expected}`,
      input,
      ctx: { expected },
    },
    {
      type: "model_attributes_type",
      loc: at("GeoTarget"),
      msg: `${should} a valid dictionary or object to extract fields from`,
      input,
    },
    { type: "dict_type", loc: at("dict[str,any]"), msg: `${should} a valid dictionary`, input },
  ];
}
