import { IncompleteError } from "../../../src/errors";
import type { ContractTarget } from "../../contract/contract-account";
import { isAboutTime, lastingFaults, shortPatience } from "./catalogue";
import { type FaultDoor, ShownError } from "./doors";
import { type Fault, type ProxiedRequest, passOn } from "./proxy";
import type { Scenario } from "./scenarios";
import { FaultWorld, usualPatience } from "./world";

/** What befalls one request of a command. */
export interface Strike {
  /** Which request, counted from 0. */
  readonly at: number;
  readonly fault: string;
}

/** What came of a command with faults. */
export interface Outcome {
  /** How many requests it sent, retries and looks included. */
  readonly requests: number;
  /** What the person saw, where it failed. */
  readonly error: string | undefined;
}

/** For how long connections are refused, in milliseconds, from before a request on. */
const refusals: Readonly<Record<string, number>> = {
  "connections refused for a moment": 300,
  "connections refused until the command ends": Number.POSITIVE_INFINITY,
};

/** Makes a fault last: every later request of the same kind meets it too, until the command ends. */
const lasting = " (and all like it)";

/** The names that a {@link Strike} may have, over these faults of single requests. */
export function faultNames(faults: Readonly<Record<string, Fault>>): readonly string[] {
  return [...Object.keys(faults), ...lastingFaults.map((name) => name + lasting), ...Object.keys(refusals)];
}

/**
 * Plays a scenario with these faults. When the command fails, the faults end and it is run again, as a person
 * would, which must succeed; then everything must be right.
 */
export function playWith(
  target: ContractTarget,
  door: FaultDoor,
  scenario: Scenario,
  faults: Readonly<Record<string, Fault>>,
  strikes: readonly Strike[],
): Promise<Outcome> {
  return FaultWorld.with(target, door, async (world) => {
    const play = await scenario(world);
    world.proxy.clear();
    await injectAll(world, faults, strikes);
    if (strikes.some(({ fault }) => isAboutTime(fault))) world.patience = shortPatience;
    const error = await play.command().then(
      () => undefined,
      (failure: unknown) => sentenceOf(failure),
    );
    const requests = world.proxy.requests.length;
    world.proxy.clear();
    await world.proxy.accept();
    world.patience = usualPatience;
    if (error !== undefined) await play.command();
    await play.expectRight();
    return { requests, error };
  });
}

async function injectAll(
  { proxy }: FaultWorld,
  faults: Readonly<Record<string, Fault>>,
  strikes: readonly Strike[],
): Promise<void> {
  const refusalAt = (turn: number): number | undefined =>
    strikes.map(({ at, fault }) => (at === turn ? refusals[fault] : undefined)).find(Boolean);
  const acceptIn = (milliseconds: number): void => {
    if (Number.isFinite(milliseconds)) setTimeout(() => void proxy.accept(), milliseconds);
  };
  const struck = new Map<string, Fault>();
  let turns = 0;
  const everyRequest: Fault = async (exchange) => {
    const turn = turns++;
    const kind = kindOf(exchange.request);
    const refusal = refusalAt(turn + 1);
    if (refusal !== undefined) {
      exchange.refuseNext();
      acceptIn(refusal);
    }
    const name = strikes.find(({ at }) => at === turn)?.fault ?? "";
    const fault = faults[name.replace(lasting, "")];
    if (fault !== undefined && name.endsWith(lasting)) struck.set(kind, fault);
    await (fault ?? struck.get(kind) ?? passOn)(exchange);
  };
  proxy.inject(() => true, everyRequest, Number.POSITIVE_INFINITY);
  const atOnce = refusalAt(0);
  if (atOnce === undefined) return;
  await proxy.refuse();
  acceptIn(atOnce);
}

/** Method and route. */
function kindOf({ method, path }: ProxiedRequest): string {
  return `${method} ${path.replace(/\d{3,}|[0-9a-f]{32}/g, "N")}`;
}

/** What is tried, on which thing, and what to do: a message that lacks one of them leaves a person alone. */
const tried = /^(Could not \w+ |Run wr_|An earlier update could not tell)/;
const thing = /"nightly"|the schedules of the organisation|wpid_\d+|wfs_\d+|wr_\d+|the API key/;
const advice =
  /[Rr]un (`pulumi|the command)|Run it again|Look at|Check |Set skyvern|Is the address right|Is this the address|the next `pulumi up`/i;

/** The message of an error that a person saw. @throws when it is not one of ours, or not a whole one */
function sentenceOf(error: unknown): string {
  if (!(error instanceof ShownError) && !(error instanceof IncompleteError)) throw error;
  const { message } = error;
  expect(message).toMatch(tried);
  expect(message).toMatch(thing);
  expect(message).toMatch(advice);
  return message;
}
