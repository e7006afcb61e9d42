import fc from "fast-check";
import type { Properties } from "../../../src/provider/lifecycle";
import { ScheduleBench } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";

/** A schedule as a program may write it; the same thing can be written in several ways. */
interface Written {
  readonly workflow: number;
  readonly cronExpression: string;
  readonly timezone?: string;
  readonly name: string;
  readonly description?: string;
  readonly parameters?: Properties;
  readonly enabled?: boolean;
}

type Step =
  | { readonly kind: "edit"; readonly slot: number; readonly key: keyof Written; readonly written: Written }
  | { readonly kind: "remove" | "drift"; readonly slot: number }
  | { readonly kind: "same" | "refresh" | "hold" };

const written: fc.Arbitrary<Written> = fc.record(
  {
    workflow: fc.constantFrom(0, 1),
    cronExpression: fc.constantFrom("0 2 * * *", " 0  2 * * *", "30 4 * * MON", "*/15 8-17 * * 1-5"),
    timezone: fc.constantFrom("UTC", "Europe/Berlin"),
    name: fc.constantFrom("nightly", "weekly"),
    description: fc.constantFrom("", "Invoices"),
    parameters: fc.constantFrom<Properties>(
      {},
      { vendor: null },
      { vendor: "acme", options: { deep: [1, null] } },
      { options: { deep: [1, null] }, vendor: "acme", note: null },
      { vendor: "other" },
    ),
    enabled: fc.boolean(),
  },
  { requiredKeys: ["workflow", "cronExpression", "name"] },
);
const slot = fc.nat(3);
const key = fc.constantFrom<keyof Written>(
  ...(["workflow", "cronExpression", "timezone", "name", "description", "enabled"] as const),
  ...(["parameters", "parameters", "parameters"] as const),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("edit"), slot, key, written }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove"), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drift"), slot }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("same", "refresh") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("hold") }) },
) as fc.Arbitrary<Step>;

/** One field as `now` has it, the others as they were; all of `now` where nothing was. */
function edited(before: Written | undefined, field: keyof Written, now: Written): Written {
  if (before === undefined) return now;
  const { [field]: _, ...others } = before;
  const value = now[field];
  return (value === undefined ? others : { ...others, [field]: value }) as Written;
}

/** What the server holds of it, apart from `enabled`, which a program may leave to a person. */
function stored({ cronExpression, timezone = "UTC", name, description, parameters = {} }: Written): object {
  const kept = Object.entries(parameters).filter(([, value]) => value !== null);
  return {
    cron_expression: cronExpression.trim().replace(/\s+/g, " "),
    timezone,
    name,
    description: description ?? null,
    parameters: kept.length === 0 ? null : Object.fromEntries(kept),
  };
}

/** One resource of the program, and what the model believes of its schedule. */
interface Slot {
  engine?: SmallEngine;
  written?: Written;
  isEnabled?: boolean;
  /** Whether it fires without a hold: what it is given back. */
  isMeant?: boolean;
}

/** Whether it is meant to fire: as the program says, else as it was, and a new one does. */
function meant(before: Slot, now: Written): boolean {
  const isNew = before.written === undefined || before.written.workflow !== now.workflow;
  return now.enabled ?? (isNew || (before.isMeant ?? true));
}

/** How many writes bring a slot from what it was to what is written now. */
function writesFor(before: Slot, now: Written | undefined, isHeld: boolean): number {
  const was = before.written;
  if (was === undefined) return now === undefined ? 0 : 1;
  if (now === undefined) return 1;
  if (was.workflow !== now.workflow) return 2;
  const isSame = fc.stringify(sorted(stored(was))) === fc.stringify(sorted(stored(now)));
  return isSame && (!isHeld && meant(before, now)) === before.isEnabled ? 0 : 1;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item)]);
}

describe("over any history of edits", () => {
  let bench: ScheduleBench;
  beforeAll(async () => {
    bench = await ScheduleBench.start();
  });
  afterAll(() => bench.close());

  it("the server equals the program after each step, and each changed schedule costs one write", async () => {
    const history = fc.array(step, { minLength: 1, maxLength: 14 });
    await fc.assert(fc.asyncProperty(history, play), { numRuns: 40, seed: 5 });
  }, 120_000);

  async function play(steps: readonly Step[]): Promise<void> {
    const workflowIds = [0, 1].map(() =>
      bench.workflow(
        { key: "vendor", type: "string", defaultValue: "acme" },
        { key: "options", type: "json", defaultValue: {} },
        { key: "note", type: "string", defaultValue: "" },
      ),
    );
    let isHeld = false;
    // As the resource class sends them.
    const inputs = ({ workflow, ...rest }: Written): Properties => {
      const afterHold = rest.enabled === undefined ? "as before" : rest.enabled ? "enabled" : "paused";
      return { workflowId: workflowIds[workflow], ...rest, ...(isHeld ? { enabled: false, afterHold } : {}) };
    };
    const slots: Slot[] = [{}, {}, {}, {}];
    for (const one of steps) {
      const process = bench.lifecycle();
      for (const { engine } of slots) if (engine !== undefined) engine.lifecycle = process;
      const wanted = slots.map(({ written: as }) => as);
      if (one.kind === "edit") wanted[one.slot] = edited(wanted[one.slot], one.key, one.written);
      if (one.kind === "remove") wanted[one.slot] = undefined;
      if (one.kind === "hold") isHeld = !isHeld;
      if (one.kind === "drift") await drift(slots[one.slot]);
      bench.sandbox.requests.clear();
      if (one.kind === "refresh" || one.kind === "drift") {
        await Promise.all(slots.map(({ engine }) => engine?.refresh()));
        expect(bench.sandbox.requests.writes).toEqual([]);
      }
      const expected = slots.map((before, index) => writesFor(before, wanted[index], isHeld));
      await Promise.all(
        slots.map(async (before, index) => {
          const now = wanted[index];
          if (now === undefined) {
            await before.engine?.destroy();
            slots[index] = {};
            return;
          }
          const engine = before.engine ?? bench.engine(process);
          await engine.up(inputs(now));
          const isMeant = meant(before, now);
          slots[index] = { engine, written: now, isMeant, isEnabled: isMeant && !isHeld };
        }),
      );
      expect({ step: one, writes: bench.sandbox.requests.writes.length }).toEqual({
        step: one,
        writes: expected.reduce((sum, count) => sum + count, 0),
      });
      expectEqual(workflowIds, slots);
    }
    await Promise.all(slots.map(({ engine }) => engine?.destroy()));
  }

  /** Somebody pauses or resumes it in the web page. */
  async function drift(it: Slot | undefined): Promise<void> {
    if (it?.engine?.kept === undefined) return;
    const { workflowId, scheduleId } = it.engine.state;
    const verb = it.isEnabled ? "disable" : "enable";
    await bench.byHand("POST", `/workflows/${workflowId}/schedules/${scheduleId}/${verb}`);
    it.isEnabled = !it.isEnabled;
    it.isMeant = it.isEnabled;
  }

  function expectEqual(workflowIds: readonly string[], slots: readonly Slot[]): void {
    const held = workflowIds.flatMap((id) => bench.schedulesOf(id));
    const programmed = slots.flatMap(({ engine, written: as, isEnabled }) =>
      as === undefined
        ? []
        : [
            expect.objectContaining({
              ...stored(as),
              workflow_permanent_id: workflowIds[as.workflow],
              workflow_schedule_id: engine?.state.scheduleId,
              enabled: isEnabled,
            }),
          ],
    );
    expect(held).toHaveLength(programmed.length);
    expect(held).toEqual(expect.arrayContaining(programmed));
  }
});
