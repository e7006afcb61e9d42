import { createLimit } from "../../../src/skyvern/limit";
import type { ContractTarget } from "../../contract/contract-account";
import { numberFrom, sample, seededRandom } from "../seeded-random";
import { type OtherHost, requestFaults, startOtherHost } from "./catalogue";
import { type FaultDoor, faultDoors } from "./doors";
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

/** Every operation through each door with every fault at every request, once each, and in pairs. A sample is shared. */
export function describeFaultMatrix(options: MatrixOptions): void {
  const { title, target, scenarios, atOnce, singles, pairs } = options;
  const share = (name: string, all: number) => Math.ceil(numberFrom(name, all) / faultDoors.length);
  const most = {
    singles: share("PULUMI_SKYVERN_FAULTS", singles ?? Number.POSITIVE_INFINITY),
    pairs: share("PULUMI_SKYVERN_FAULT_PAIRS", pairs),
  };
  const random = seededRandom(numberFrom("PULUMI_SKYVERN_FAULT_SEED", 1));
  const limit = createLimit(atOnce);
  const counts = new Map(faultDoors.map((door) => [door, { singles: 0, pairs: 0, failed: 0 }]));
  const played = Object.entries(scenarios).flatMap(([name, scenario]) =>
    faultDoors.map((door) => [`${name}, ${door.name}`, door, scenario] as const),
  );
  let elsewhere: OtherHost;
  beforeAll(async () => {
    elsewhere = await startOtherHost();
  });
  afterAll(() => {
    elsewhere.close();
    for (const [door, of] of counts)
      process.stdout.write(
        `${title}, ${door.name}: ${of.singles} single faults and ${of.pairs} pairs; ${of.failed} commands failed, and were right when run again.\n`,
      );
  });

  /** Plays all of them, some at a time; says of each that went wrong which faults it was. */
  async function playAll(
    door: FaultDoor,
    scenario: Scenario,
    all: readonly (readonly Strike[])[],
  ): Promise<readonly Trial[]> {
    const wrong: string[] = [];
    const trials = all.map((strikes) =>
      limit(async () => {
        try {
          const outcome = await playWith(target(), door, scenario, requestFaults(elsewhere.url), strikes);
          if (outcome.error !== undefined) count(door, "failed", 1);
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

  function count(door: FaultDoor, what: "singles" | "pairs" | "failed", many: number): void {
    const of = counts.get(door);
    if (of !== undefined) of[what] += many;
  }

  test.concurrent.each(played)(
    "%s: with each fault at each request, and with pairs of them",
    async (_, door, scenario) => {
      const names = faultNames(requestFaults(elsewhere.url));
      const [calm] = await playAll(door, scenario, [[]]);
      expect(calm?.outcome).toEqual({ requests: expect.any(Number), error: undefined });
      const single = [...Array(calm?.outcome.requests).keys()].flatMap((at) =>
        names.map((fault): Strike[] => [{ at, fault }]),
      );
      const struck = await playAll(door, scenario, sample(single, most.singles, random));
      count(door, "singles", struck.length);

      const couples = struck.flatMap(({ strikes, outcome }) => {
        const later = [...Array(outcome.requests).keys()].filter((at) => strikes.every((one) => one.at < at));
        return later.flatMap((at) => names.map((fault): Strike[] => [...strikes, { at, fault }]));
      });
      const paired = await playAll(door, scenario, sample(couples, most.pairs, random));
      count(door, "pairs", paired.length);
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
