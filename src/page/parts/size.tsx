import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** The width of an element in whole pixels, kept up to date. 0 until it is known, which is before the first picture. */
export function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    setWidth(Math.floor(element.current.getBoundingClientRect().width));
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.floor(entry?.contentRect.width ?? 0);
      if (measured > 0) setWidth(measured);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/**
 * Keeps the height of an element in a property of the page's style, for what stays in view below it. It is left alone as long as the
 * height is the usual one, which the style has too: a change of it styles the whole page anew.
 */
export function useHeightAs(property: string, element: RefObject<HTMLElement | null>, usual: number): void {
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    let last = usual;
    const observer = new ResizeObserver(() => {
      if (current.offsetHeight === last) return;
      last = current.offsetHeight;
      document.documentElement.style.setProperty(property, `${last}px`);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [property, element, usual]);
}

/** Whether a media query holds, kept up to date. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const update = () => setHolds(list.matches);
    list.addEventListener("change", update);
    return () => list.removeEventListener("change", update);
  }, [query]);
  return holds;
}
