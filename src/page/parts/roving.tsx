import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Lets the Tab key reach one element of a group, and the arrow keys the others. The elements that `selector` finds must have
 * `tabIndex={-1}`.
 *
 * @param columns Returns the number of columns of a grid; 1 is a list.
 */
export function useRoving(
  group: RefObject<HTMLElement | null>,
  selector: string,
  columns: () => number,
): void {
  useEffect(() => {
    const elements = members(group.current, selector);
    if (!elements.some(({ tabIndex }) => tabIndex === 0)) setCurrent(elements, elements[0]);
  });
  useEffect(() => {
    const element = group.current;
    if (element === null) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const elements = members(element, selector);
      const from = elements.indexOf(event.target as HTMLElement);
      if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = target(event.key, from, elements.length, columns());
      if (to === undefined) return;
      event.preventDefault();
      setCurrent(elements, elements[to]);
      elements[to]?.focus();
    };
    const onFocus = (event: FocusEvent) => {
      const elements = members(element, selector);
      const focused = elements.find((one) => one === event.target);
      if (focused !== undefined) setCurrent(elements, focused);
    };
    element.addEventListener("keydown", onKey);
    element.addEventListener("focusin", onFocus);
    return () => {
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("focusin", onFocus);
    };
  }, [group, selector, columns]);
}

function members(group: HTMLElement | null, selector: string): HTMLElement[] {
  return [...(group?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

function setCurrent(elements: readonly HTMLElement[], current: HTMLElement | undefined): void {
  for (const element of elements) {
    const index = element === current ? 0 : -1;
    if (element.tabIndex !== index) element.tabIndex = index;
  }
}

function target(key: string, from: number, count: number, columns: number): number | undefined {
  const inRow = from % columns;
  const moves: Record<string, number> = {
    ArrowDown: from + columns,
    ArrowUp: from - columns,
    ...(columns > 1
      ? {
          ArrowRight: inRow === columns - 1 ? from : from + 1,
          ArrowLeft: inRow === 0 ? from : from - 1,
          Home: from - inRow,
          End: from - inRow + columns - 1,
        }
      : {
          Home: 0,
          End: count - 1,
          PageDown: Math.min(from + 10, count - 1),
          PageUp: Math.max(from - 10, 0),
        }),
  };
  const to = moves[key];
  return to !== undefined && to >= 0 && to < count ? to : undefined;
}
