import { useLayoutEffect } from "preact/hooks";
import type { Change } from "../model/address";
import { noFilter } from "../model/filter";

/** The keys, with what they do. */
export const shortcuts: readonly (readonly [string, string])[] = [
  ["/", "Search"],
  ["[ and ]", "Show the earlier or later week or day"],
  ["d, w, a", "Show a day, a week or all"],
  ["z", "Choose the timezone"],
  ["t", "Switch between light and dark"],
  ["c", "Clear the search and the filters"],
  ["Arrow keys", "Move between the hours of the week, and between the lanes"],
  ["Enter", "Open the hour or the schedule"],
  ["Escape", "Close what is open"],
  ["?", "Open this help"],
];

/** Whether single letters are shortcuts. Speech input needs them off. */
export const keys = { areOn: true };

export function useShortcuts(props: { readonly help: () => void; readonly change: Change }): void {
  const { help, change } = props;
  // From the first picture on: a plain effect runs later.
  useLayoutEffect(() => {
    const actions: Record<string, () => void> = {
      "/": () => document.getElementById("search")?.focus(),
      "?": help,
      "[": () => change(({ index }) => ({ index: Math.max(0, index - 1) })),
      "]": () => change(({ index }) => ({ index: index + 1 })),
      d: () => change({ unit: "day", index: 0 }),
      w: () => change({ unit: "week", index: 0 }),
      a: () => change({ unit: "all", index: 0 }),
      z: () => document.getElementById("zone")?.focus(),
      t: () => document.getElementById("theme")?.click(),
      c: () => change({ filter: noFilter }),
    };
    const onKey = (event: KeyboardEvent) => {
      const action = actions[event.key];
      const isTyping = (event.target as Element).closest("input[type=search], select, dialog") !== null;
      if (!keys.areOn || action === undefined || isTyping || event.ctrlKey || event.metaKey || event.altKey)
        return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}
