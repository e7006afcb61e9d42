import { type Filter, noFilter } from "./filter";
import type { Grouping } from "./lanes";

/** What a viewer has chosen. It is in the address of the page, after the `#`, so that a link shows the same. */
export interface View {
  readonly filter: Filter;
  /** Undefined for the timezone of the data. */
  readonly timezone: string | undefined;
  readonly unit: "all" | "week" | "day";
  /** Which week or day of the span, from 0. */
  readonly index: number;
  readonly grouping: Grouping;
  /** The hour of the week that was picked in the heat map. */
  readonly slot: { readonly weekday: number; readonly hour: number } | undefined;
  /** The id of the schedule whose details are open. */
  readonly open: string | undefined;
}

/** Changes some of what the viewer has chosen. */
export type Change = (part: Partial<View> | ((before: View) => Partial<View>)) => void;

export const firstView: View = {
  filter: noFilter,
  timezone: undefined,
  unit: "week",
  index: 0,
  grouping: "workflow",
  slot: undefined,
  open: undefined,
};

const lists = { env: "environments", kind: "kinds", state: "states", change: "changes" } as const;

/** The address of a view; empty for the first view. */
export function writeAddress(view: View): string {
  const address = new URLSearchParams();
  const set = (name: string, value: string | number | undefined, normal: string | number | undefined) => {
    if (value !== normal) address.append(name, String(value));
  };
  set("q", view.filter.text, "");
  for (const [name, list] of Object.entries(lists)) {
    for (const value of view.filter[list]) address.append(name, value);
  }
  set("zone", view.timezone, firstView.timezone);
  set("show", view.unit, firstView.unit);
  set("at", view.index, firstView.index);
  set("by", view.grouping, firstView.grouping);
  if (view.slot !== undefined) address.append("hour", `${view.slot.weekday}-${view.slot.hour}`);
  set("open", view.open, firstView.open);
  return address.toString();
}

/**
 * Reads an address. Values that it does not know are left out, because anybody can write one.
 *
 * @param hash With the `#`; empty for the first view.
 */
export function readAddress(hash: string): View {
  const address = new URLSearchParams(hash.slice(1));
  const one = <T extends string>(name: string, others: readonly T[], normal: T): T =>
    others.find((value) => value === address.get(name)) ?? normal;
  const slot = address.get("hour")?.match(/^([0-6])-(1?\d|2[0-3])$/);
  const index = Number(address.get("at"));
  return {
    filter: {
      text: address.get("q") ?? "",
      environments: address.getAll("env"),
      kinds: address.getAll("kind"),
      states: address.getAll("state"),
      changes: address.getAll("change"),
    },
    timezone: address.get("zone") ?? undefined,
    unit: one<View["unit"]>("show", ["all", "day"], firstView.unit),
    index: Number.isInteger(index) ? Math.max(0, index) : 0,
    grouping: one<Grouping>("by", ["environment", "none"], firstView.grouping),
    slot: slot ? { weekday: Number(slot[1]), hour: Number(slot[2]) } : undefined,
    open: address.get("open") ?? undefined,
  };
}
