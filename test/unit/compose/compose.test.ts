import fc from "fast-check";
import type { LiveSchedule } from "../../../src/schedule-file/compose/account-schedule";
import { compose } from "../../../src/schedule-file/compose/compose";
import type { Before } from "../../../src/schedule-file/compose/composed";
import { fitAccount } from "../../../src/schedule-file/compose/fit-account";
import { addedYaml } from "../../../src/schedule-file/compose/write/added";
import { differencesOf } from "../../../src/schedule-file/compose/write/verify";
import { newYaml } from "../../../src/schedule-file/compose/write/yaml";
import { readScheduleFile } from "../../../src/schedule-file/read/read-schedule-file";
import { accountsOf, now } from "./accounts";

type Given = readonly { readonly environment: string; readonly schedules: readonly LiveSchedule[] }[];

const nothing: Before = { content: undefined, known: new Map(), stored: new Map() };
const fitted = (given: Given) =>
  given.map(({ environment, schedules }) => fitAccount(environment, schedules, now));
const read = (text: string) => readScheduleFile("schedules.yaml", Buffer.from(text));

describe.each([[["prod"]], [["dev", "prod"]], [["dev", "staging", "prod"]]])(
  "a file of the accounts %j",
  (names) => {
    it("has every schedule as its account has it, or reports it as left out", () => {
      fc.assert(
        fc.property(accountsOf(names), (given) => {
          const accounts = fitted(given);
          const composed = compose(accounts, nothing);
          const source = read(newYaml(composed));
          expect(source.findings).toEqual([]);
          expect(differencesOf(source, accounts, composed.keys, composed.secrets)).toEqual([]);
          for (const { environment, schedules } of given) {
            const inFile = [...(composed.keys.get(environment)?.keys() ?? [])];
            const left = composed.leftOut.filter((one) => one.environment === environment);
            const all = [...inFile, ...left.map(({ live }) => live.scheduleId)];
            expect(all.sort()).toEqual(schedules.map(({ scheduleId }) => scheduleId).sort());
          }
        }),
        { numRuns: 40 },
      );
    });

    it("has no secret in clear text", () => {
      fc.assert(
        fc.property(accountsOf(names), (given) => {
          const text = newYaml(compose(fitted(given), nothing));
          expect(text).not.toMatch(/hunter2|hush/);
        }),
        { numRuns: 15 },
      );
    });

    it("does not change when the same accounts are added again", () => {
      fc.assert(
        fc.property(accountsOf(names), (given) => {
          const accounts = fitted(given);
          const first = compose(accounts, nothing);
          const text = newYaml(first);
          const again = compose(accounts, {
            content: read(text).content,
            known: first.keys,
            stored: first.secrets,
          });
          expect(addedYaml(text, again)).toBe(text);
        }),
        { numRuns: 25 },
      );
    });

    it("gets the same from its accounts one after the other, each as its account has it", () => {
      fc.assert(
        fc.property(accountsOf(names), (given) => {
          const known = new Map<string, ReadonlyMap<string, string>>();
          const stored = new Map<string, ReadonlyMap<string, string>>();
          let text = "";
          for (const account of fitted(given)) {
            const content = text === "" ? undefined : read(text).content;
            const composed = compose([account], { content, known, stored });
            text = text === "" ? newYaml(composed) : addedYaml(text, composed);
            known.set(account.environment, composed.keys.get(account.environment) ?? new Map());
            stored.set(account.environment, composed.secrets.get(account.environment) ?? new Map());
            expect(read(text).findings).toEqual([]);
          }
          expect(differencesOf(read(text), fitted(given), known, stored)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    });
  },
);
