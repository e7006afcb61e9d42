import type { Fault, FaultProxy, ProxiedRequest } from "./proxy";

type Exchange = Parameters<Fault>[0];
/** What happens to a request, with `here` where something is killed; what follows `here` happens after the kill. */
type Course = (exchange: Exchange, here: () => Promise<void>) => Promise<void>;

/** Where on its way the request is at which a kill falls. */
export const moments = {
  "before it arrives": async (exchange, here) => {
    await here();
    exchange.drop();
  },
  "before its answer": async (exchange, here) => {
    await exchange.forward();
    await here();
    exchange.drop();
  },
  "after its answer": async (exchange, here) => {
    exchange.reply(await exchange.forward());
    await here();
  },
} as const satisfies Record<string, Course>;
export type Moment = keyof typeof moments;

/** Fits the request that is the `count`th one to change something. */
export function nthWrite(count: number): (request: ProxiedRequest) => boolean {
  let seen = 0;
  return ({ method }) => method !== "GET" && ++seen === count;
}

/** A request that stops on its way, so that something can be killed meanwhile. */
export interface KillPoint {
  /** The request has come as far as its moment says. */
  readonly reached: Promise<void>;
  /** Lets it go on, and waits until nothing more happens to it. */
  goOn(): Promise<void>;
}

/** Stops the next request that fits at that moment of its way. */
export function killPoint(
  proxy: FaultProxy,
  fits: (request: ProxiedRequest) => boolean,
  moment: Moment,
): KillPoint {
  const reached = signal();
  const released = signal();
  const done = signal();
  proxy.inject(fits, async (exchange) => {
    const here = (): Promise<void> => {
      reached.give();
      return released.given;
    };
    await moments[moment](exchange, here).finally(done.give);
  });
  return {
    reached: reached.given,
    goOn() {
      released.give();
      return done.given;
    },
  };
}

/** Something that happens once, and that others wait for. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
