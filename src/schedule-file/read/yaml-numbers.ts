/**
 * How a number of a text would arrive, where that is not as it is written: a part of a sentence, such as "without its
 * leading zeros". Undefined for usual numbers (`1.0` and `1e6` too), and for those that JSON does not have or that
 * JavaScript cannot hold, which are told of elsewhere. Never names the number: it may be secret.
 */
export function lossOfNumber(source: string, value: number): string | undefined {
  const isTold = !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
  if (isTold || String(value) === source) return undefined;
  if (source.startsWith("+")) return "without its plus sign";
  if (/^-?0\d/.test(source)) return "without its leading zeros";
  const [digits = ""] = source.split(/e/i);
  if (/\.\d+0$/.test(digits)) return "without its last zeros";
  const isUsual = /^-?\d+(\.\d+)?$/.test(digits) && digits.replace(/\D/g, "").length <= mostDigits;
  return isUsual ? undefined : "in other digits";
}

/** So many digits a number of JavaScript always keeps. */
const mostDigits = 15;
