import { notImplemented, refusal } from "./api-error";
import { integer, oneOf, text } from "./fields";
import { type Field, refuseValue } from "./model";

const longestUrl = 2083;
const mostScrolls = 1000;
const mostMinutes = 480;
/** The countries with residential proxies. */
export const countries = "ES IE GB IN JP FR DE NZ ZA AR AU BR TR CA MX IT NL PH KR SA".split(" ");
const states = ["US-CA", "US-NY", "US-TX", "US-FL", "US-WA"];
const residential = [...countries, "ISP"].map((place) => `RESIDENTIAL_${place}`);
/** A proxy location by its name. */
export const namedLocation = oneOf("enum", ["RESIDENTIAL", ...states, ...residential, "NONE"]);

/** How a run works. Unknown ways count as `agent`. */
export function runWith(value: unknown): string {
  return value === "code" || value === "code_v2" ? "code" : "agent";
}

/** The time limit of a run. */
export function minutes(value: unknown): number {
  if (typeof value === "boolean") {
    refuseValue("max_elapsed_time_minutes must be an integer, not a boolean", value);
  }
  return integer(1, mostMinutes)(value);
}

/** A number of scrolls. Numbers outside its limits are moved to them. */
export function scrolls(value: unknown): number {
  const count = integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)(value);
  return Math.max(0, Math.min(count, mostScrolls));
}

/** A field that the sandbox refuses with a 501. `of` is the object that has it. */
export function unimplemented(of: string, field: string): Field<never> {
  return () => {
    throw notImplemented(`the field ${field} of ${of}`);
  };
}

/**
 * The URL as the server stores it, with `https://` added if the scheme is missing. An invalid URL is a 400, even if
 * other fields would cause a 422 (`validate_url` in skyvern/utils/url_validators.py).
 */
export function url(field: string): Field<string> {
  const invalid = (reason: string) =>
    refusal(
      400,
      `Invalid ${field}: ${reason}. Use an HTTP or HTTPS URL with at most ${longestUrl} characters.`,
    );
  return (value) => {
    const given = text(value);
    if (given === "") return given;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(given)?.[1]?.toLowerCase();
    if (scheme !== undefined && scheme !== "http" && scheme !== "https") throw invalid("unsupported scheme");
    const whole = scheme === undefined ? `https://${given}` : given;
    if (!URL.canParse(whole) || whole.length > longestUrl) throw invalid("malformed");
    return new URL(whole).href;
  };
}
