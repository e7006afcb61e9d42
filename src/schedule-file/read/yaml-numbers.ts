import type { Scalar } from "../yaml";

/**
 * The message about a number that JSON writes differently, such as `0012345`, `1.0` or `1e6`: the workflow would get
 * other characters than the file has. Undefined for other numbers. The schema reports those that JSON does not have or
 * that JavaScript cannot hold exactly. The message never shows the number, because it may be secret.
 */
export function numberLoss({ source = "", value }: Scalar): string | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const isInexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (isInexact || JSON.stringify(value) === source) return undefined;
  return `YAML reads this as a number, and would pass it on ${changeOf(source, value)}. Put it in quotes if it is a text. If it is a number, write it as JSON does: 10, 0.5, 1e-7.`;
}

function changeOf(source: string, value: number): string {
  if (source.startsWith("+")) return "without its plus sign";
  if (/^-?0\d/.test(source)) return "without its leading zeros";
  const [digits = ""] = source.split(/e/i);
  if (/\.\d*0$/.test(digits)) return "without its trailing zeros";
  if (value === 0 && /[1-9]/.test(digits)) return "as zero";
  return Object.is(value, -0) ? "without its minus sign" : "with other digits";
}
