import { createLimit } from "../../../src/skyvern/limit";
import type { ContractTarget } from "../../contract/contract-account";
import { numberFrom, sample, seededRandom } from "../seeded-random";
import { type OtherHost, requestFaults, startOtherHost } from "./catalogue";
import { faultNames, type Outcome, playWith, type Strike } from "./matrix";
import type { Scenario } from "./scenarios";

interface MatrixOptions {
  /** What is tried where: "schedules on the sandbox". */
  readonly title: string;
  readonly target: () => ContractTarget;
  readonly scenarios: Readonly<Record<string, Scenario>>;
  /** How many are played at a time. */
  readonly atOnce: number;
  /** How many single faults of each scenario are tried; PULUMI_SKYVERN_FAULTS says otherwise. @default all */
  readonly singles?: number;
  /** How many pairs of faults of each scenario are tried; PULUMI_SKYVERN_FAULT_PAIRS says otherwise. */
  readonly pairs: number;
}

interface Trial {
  readonly strikes: readonly Strike[];
  readonly outcome: Outcome;
}

/** Every operation with every fault at every request, once each, and in pairs. */
export function describeFaultMatrix(options: MatrixOptions): void {
  const { title, target, scenarios, atOnce, singles, pairs } = options;
  const most = {
    singles: numberFrom("PULUMI_SKYVERN_FAULTS", singles ?? Number.POSITIVE_INFINITY),
    pairs: numberFrom("PULUMI_SKYVERN_FAULT_PAIRS", pairs),
  };
  const random = seededRandom(numberFrom("PULUMI_SKYVERN_FAULT_SEED", 1));
  const limit = createLimit(atOnce);
  const counts = { singles: 0, pairs: 0, failed: 0 };
  let elsewhere: OtherHost;
  beforeAll(async () => {
    elsewhere = await startOtherHost();
  });
  afterAll(() => {
    elsewhere.close();
    process.stdout.write(
      `${title}: ${counts.singles} single faults and ${counts.pairs} pairs; ${counts.failed} commands failed, and were right when run again.\n`,
    );
  });

  /** Plays all of them, some at a time; says of each that went wrong which faults it was. */
  async function playAll(scenario: Scenario, all: readonly (readonly Strike[])[]): Promise<readonly Trial[]> {
    const wrong: string[] = [];
    const trials = all.map((strikes) =>
      limit(async () => {
        try {
          const outcome = await playWith(target(), scenario, requestFaults(elsewhere.url), strikes);
          if (outcome.error !== undefined) counts.failed += 1;
          return [{ strikes, outcome }];
        } catch (error) {
          wrong.push(`${spoken(strikes)}: ${error instanceof Error ? error.stack : error}`);
          return [];
        }
      }),
    );
    const right = (await Promise.all(trials)).flat();
    if (wrong.length === 0) return right;
    throw new Error(`${wrong.length} of ${all.length} went wrong:\n${wrong.slice(0, 10).join("\n")}`);
  }

  test.concurrent.each(Object.entries(scenarios))(
    "%s: with each fault at each request, and with pairs of them",
    async (_, scenario) => {
      const names = faultNames(requestFaults(elsewhere.url));
      const [calm] = await playAll(scenario, [[]]);
      expect(calm?.outcome).toEqual({ requests: expect.any(Number), error: undefined });
      const single = [...Array(calm?.outcome.requests).keys()].flatMap((at) =>
        names.map((fault): Strike[] => [{ at, fault }]),
      );
      const played = await playAll(scenario, sample(single, most.singles, random));
      counts.singles += played.length;

      const couples = played.flatMap(({ strikes, outcome }) => {
        const later = [...Array(outcome.requests).keys()].filter((at) => strikes.every((one) => one.at < at));
        return later.flatMap((at) => names.map((fault): Strike[] => [...strikes, { at, fault }]));
      });
      const paired = await playAll(scenario, sample(couples, most.pairs, random));
      counts.pairs += paired.length;
      expect(elsewhere.requests).toEqual([]);
    },
    // All of them are one test, and a busy machine takes its time.
    30 * 60_000,
  );
}

function spoken(strikes: readonly Strike[]): string {
  if (strikes.length === 0) return "without faults";
  return strikes.map(({ at, fault }) => `request ${at}: ${fault}`).join(", then ");
}
