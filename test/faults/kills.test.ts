import { type Sandbox, startSandbox } from "../../src/sandbox";
import { createLimit } from "../../src/skyvern/limit";
import { installPulumi } from "../support/engine/pulumi-version";
import { type Moment, moments } from "../support/faults/kill-point";
import { type Kill, KilledStack, resourceId } from "../support/faults/killed-stack";
import { numberFrom, seededRandom } from "../support/seeded-random";

const size = 50;
const phases = ["create", "update", "destroy"] as const;
type PhaseKill = Kill & { readonly phase: (typeof phases)[number] };

const seed = numberFrom("PULUMI_SKYVERN_KILLS_SEED", Date.now() % 1_000_000);
const random = seededRandom(seed);
/** In each round one kill of each phase; over three rounds each phase meets each kind. */
const rounds = Array.from(
  { length: Math.ceil(numberFrom("PULUMI_SKYVERN_KILLS", 30) / phases.length) },
  (_, round) => ({
    round: round + 1,
    kills: phases.map(
      (phase, index): PhaseKill => ({
        phase,
        kind: pick(["killAll", "killEngine", "killProvider"], round + index),
        write: 1 + random(size),
        moment: pick(Object.keys(moments) as Moment[], random(3)),
      }),
    ),
  }),
);

/** What was found, for the line at the end. */
const counts = { killAll: 0, killEngine: 0, killProvider: 0, create: 0, update: 0, destroy: 0 };
const inFlight = { create: 0, update: 0, destroy: 0 };
let emptyAttributes = 0;

let sandbox: Sandbox;
let installed: string;
beforeAll(async () => {
  sandbox = await startSandbox({ latencyMilliseconds: 20 });
  installed = await installPulumi();
}, 300_000);
afterAll(async () => {
  await sandbox.close();
  const { killAll, killEngine, killProvider, create, update, destroy } = counts;
  process.stdout.write(
    `${create + update + destroy} kills of ${size} schedules, seed ${seed}: ${killAll} of everything, ${killEngine} of the engine, ${killProvider} of the provider; ${create} of a create, ${update} of an update, ${destroy} of a destroy. In flight: ${inFlight.create} creations, all found again by adopt; ${inFlight.update} updates, all written again; ${inFlight.destroy} deletions, all found by the refresh. ${emptyAttributes} left an empty .attrs file in the backend.\n`,
  );
});

async function withStack(work: (stack: KilledStack) => Promise<void>): Promise<void> {
  const stack = await KilledStack.open(sandbox, installed, size);
  await work(stack).finally(() => stack.close());
  emptyAttributes += stack.emptyAttributes;
}

/** The server has what the program says, each once, state has the same, and there is nothing left to do. */
async function expectConverged(stack: KilledStack, wanted: readonly string[]): Promise<void> {
  expect(stack.liveSchedules()).toEqual(wanted);
  expect([...stack.storedIds()].sort()).toEqual([...stack.liveIds()].sort());
  stack.takeWrites();
  await stack.project.up("--expect-no-changes");
  expect(stack.takeWrites()).toEqual([]);
}

const adopt = { adopt: true };
const recover = {
  async create(stack: KilledStack, kill: Kill): Promise<number> {
    const wanted = stack.program(2, adopt);
    await stack.killed(kill, "up");
    const left = stack.unknown();
    await stack.project.up();
    expect(stack.storedIds()).toEqual(expect.arrayContaining([...left]));
    await expectConverged(stack, wanted);
    return left.length;
  },
  async update(stack: KilledStack, kill: Kill): Promise<number> {
    const before = stack.liveIds();
    const wanted = stack.program(3, adopt);
    await stack.killed(kill, "up");
    const written = stack.live().filter((row) => isAtThree(row.cron_expression)).length;
    const known = stack.project.checkpoint().resources.filter((one) => isAtThree(one.outputs.cronExpression));
    await stack.project.up();
    expect(stack.liveIds()).toEqual(before);
    await expectConverged(stack, wanted);
    return written - known.length;
  },
  async destroy(stack: KilledStack, kill: Kill): Promise<number> {
    const wanted = stack.program(3, adopt);
    await stack.killed(kill, "destroy");
    const gone = stack.gone();
    expect(stack.unknown()).toEqual([]);
    await stack.project.up("--refresh");
    await expectConverged(stack, wanted);
    return gone.length;
  },
};

describe(`kills at random moments of ${size} schedules (PULUMI_SKYVERN_KILLS_SEED=${seed})`, () => {
  // Two at a time: much of a command is waiting.
  const inTurn = createLimit(2);

  test.concurrent.each(rounds)(
    "round $round: after $kills.0.kind, $kills.1.kind and $kills.2.kind the next command converges",
    ({ kills }) =>
      inTurn(() =>
        withStack(async (stack) => {
          for (const kill of kills) {
            const { phase, kind, write, moment } = kill;
            inFlight[phase] += await recover[phase](stack, kill).catch((error) => {
              throw new Error(`${phase}, ${kind} at write ${write} ${moment}`, { cause: error });
            });
            counts[phase] += 1;
            counts[kind] += 1;
          }
        }),
      ),
    3_600_000,
  );
});

describe("after a kill", () => {
  const parallel = 4;
  const kill = { kind: "killAll", write: 20, moment: "before its answer" } as const;

  /** A creation is killed; returns the ids of what is then on the server, and in no state. */
  async function leave(stack: KilledStack): Promise<readonly string[]> {
    await stack.killed(kill, "up", "--parallel", String(parallel));
    const left = stack.unknown();
    expect(left.length).toBeGreaterThanOrEqual(1);
    expect(left.length).toBeLessThanOrEqual(parallel);
    return left;
  }

  test("without adopt, the next up refuses to create a duplicate, and converges with adopt", () =>
    withStack(async (stack) => {
      stack.program(2, {});
      const left = await leave(stack);
      const { code, output } = await stack.project.pulumi("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(left.some((id) => output.includes(`times (${id.replace(/^.*\//, "")}`))).toBe(true);
      const live = stack.liveSchedules();
      expect([...new Set(live)]).toEqual(live);

      const wanted = stack.program(2, adopt);
      await stack.project.up();
      expect(stack.storedIds()).toEqual(expect.arrayContaining([...left]));
      await expectConverged(stack, wanted);
    }));

  test("with adopt false, schedules in flight stay on the server, and the next up creates another one of each", () =>
    withStack(async (stack) => {
      const wanted = stack.program(2, { adopt: false });
      const left = await leave(stack);
      const names = stack.live().flatMap((row) => (left.includes(resourceId(row)) ? [row.name] : []));
      const { pending } = stack.project.checkpoint();
      expect(pending.map(({ urn }) => urn.replace(/^.*::/, ""))).toEqual(expect.arrayContaining(names));

      const output = await stack.project.up();
      expect(output).toContain(`with ${pending.length} pending operations from previous deployment`);
      for (const name of names) expect(output).toMatch(new RegExp(`::${name}, interrupted while creating`));
      expect(stack.unknown()).toEqual(left);
      expect(stack.liveIds()).toHaveLength(size + left.length);
      expect([...new Set(stack.liveSchedules())]).toEqual(wanted);

      await stack.project.refresh("--clear-pending-creates");
      expect(stack.project.checkpoint().pending).toEqual([]);
    }));

  test.each([
    ["killAll", true],
    ["killProvider", false],
  ] as const)(
    "after a %s of a destroy, state keeps what was in flight, and the next up learns of the deletion only by a refresh",
    (kind, isTold) =>
      withStack(async (stack) => {
        const wanted = stack.program(2, {});
        await stack.project.up();
        await stack.killed({ kind, write: 20, moment: "before its answer" }, "destroy");
        const gone = [...stack.gone()].sort();
        expect(gone.length).toBeGreaterThanOrEqual(1);
        expect((await stack.project.up()).includes("interrupted while deleting")).toBe(isTold);
        expect([...stack.gone()].sort()).toEqual(gone);
        await stack.project.up("--refresh");
        await expectConverged(stack, wanted);
      }),
  );
});

function pick<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

function isAtThree(cronExpression: unknown): boolean {
  return String(cronExpression).endsWith(" 3 * * *");
}
