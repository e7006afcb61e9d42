import { useState } from "preact/hooks";
import { useMedia } from "../parts/size";

/** The first entries of a list, and a function that shows as many again. */
export function useShown<T>(all: readonly T[], step: number): readonly [readonly T[], () => void] {
  const [pages, setPages] = useState(1);
  return [all.slice(0, pages * step), () => setPages(pages + 1)];
}

/** How many entries a column has first. Columns below each other are short, so that the second one is near. */
export function useStep(): number {
  return useMedia("(max-width: 820px)") ? 8 : 25;
}

/** The button below a list that is not shown as a whole. */
export function More({ rest, onMore }: { readonly rest: number; readonly onMore: () => void }) {
  if (rest <= 0) return null;
  return (
    <button type="button" class="more" onClick={onMore}>
      Show more ({rest.toLocaleString("en")} left)
    </button>
  );
}

/** A heading with how many there are. The sandbox sends only the newest of many. */
export function Counted(props: {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly listed: number;
}) {
  const { id, title, count, listed } = props;
  return (
    <h2 id={id}>
      {title}{" "}
      <span class="number">
        {count.toLocaleString("en")}
        {count > listed && listed > 0 && `, the newest ${listed.toLocaleString("en")} shown`}
      </span>
    </h2>
  );
}

/** Text of a program. It can be wide, and keys must scroll it too. */
export function Code({ text }: { readonly text: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
  return <pre tabIndex={0}>{text}</pre>;
}
