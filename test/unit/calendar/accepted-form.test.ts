import { acceptedForm } from "../../../src/calendar/cron/accepted-form";

const equal: readonly (readonly [text: string, accepted: string])[] = [
  ["0 9 * * 1-5", "0 9 * * 1-5"],
  [" 0\t9 * * * ", "0 9 * * *"],
  ["@daily", "0 0 * * *"],
  ["@HOURLY", "0 * * * *"],
  ["０ ９ * * *", "0 9 * * *"],
  ["𝟘 𝟡 * * *", "0 9 * * *"],
  ["٠ ٩ * * *", "0 9 * * *"],
  ["0\u001c9 * * *", "0 9 * * *"],
  ["0 9 * * * 0", "0 9 * * *"],
  ["0 9 * * 1,3#2,L5", "0 9 * * 3#2,L5"],
];

it.each(equal)("reads the expression %j of the server as %j", (text, accepted) => {
  expect(acceptedForm(text)).toBe(accepted);
});

it.each([
  "R 9 * * *",
  "R(1-5) 9 * * *",
  "0 9 L,30 * *",
  // croniter ignores the 15th in most months, and gives up in others.
  "0 9 15 * 1#2",
  "0 9 * * * 0 2027",
  "0 9 * * * 30",
  "18 0 31 * SAT-SUN 0",
  "*/20 * * * 1#5 30",
  "7 0 * 5 1#2 0 2027",
  "0 9 * * * 0,30",
  "@reboot",
  "daily",
  "0,56 0,23 23,28,29 * *",
])("knows no equal form of %j, which the server may have", (text) => {
  expect(acceptedForm(text)).toBeUndefined();
});
