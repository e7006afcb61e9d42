import { useEffect, useRef, useState } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Change } from "../model/address";
import { counted } from "../model/clock";
import { chosenValues, type Filter, isFiltering, noFilter } from "../model/filter";
import { AnyOf } from "../parts/choice";
import { kindText } from "../parts/marks";
import { useHeightAs, useMedia } from "../parts/size";

const states = { active: "Active", paused: "Paused", over: "Over", unknown: "Unknown" } as const;
const changes = { moved: "Moved", added: "Added", removed: "Removed", changed: "Changed" } as const;

/** Of one row, in pixels; as in the styles. */
const USUAL_HEIGHT = 62;

/** Search and filters, with how many schedules are left. */
export function Filters(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly filter: Filter;
  readonly change: Change;
}) {
  const { data, shown, filter, change } = props;
  const set = (part: Partial<Filter>) => change({ filter: { ...filter, ...part } });
  const [text, setText] = useState(filter.text);
  useEffect(() => setText(filter.text), [filter.text]);
  useEffect(() => {
    if (text === filter.text) return undefined;
    // Drawing 1,000 lanes for each letter would make typing slow.
    const timer = setTimeout(() => set({ text }), 120);
    return () => clearTimeout(timer);
  });
  const element = useRef<HTMLElement>(null);
  useHeightAs("--filters", element, USUAL_HEIGHT);
  // On a narrow screen they would fill the first screen.
  const isNarrow = useMedia("(max-width: 720px)");
  const [isOpen, setOpen] = useState(false);
  const kinds = valuesOf(data, ({ kind }) => kind).map((kind) => [kind, kindText({ kind })] as const);
  const stateValues = valuesOf(data, ({ state }) => state).map((state) => [state, states[state]] as const);
  const changed = valuesOf(data, ({ change: made }) => made?.kind).map(
    (kind) => [kind, changes[kind]] as const,
  );
  const hasChoices =
    [data.environments, kinds, stateValues].some((list) => list.length > 1) || changed.length > 0;
  const chosen = chosenValues(filter);
  return (
    <search class="filters" ref={element}>
      <label class="search">
        <span class="visually-hidden">Search</span>
        <input
          id="search"
          type="search"
          placeholder="Search names, workflows, times"
          value={text}
          dir="auto"
          onInput={(event) => setText(event.currentTarget.value)}
          onBlur={() => text !== filter.text && set({ text })}
        />
      </label>
      {isNarrow && hasChoices && (
        <button
          type="button"
          class="plain"
          id="filters-button"
          aria-expanded={isOpen}
          aria-controls="choices"
          onClick={() => setOpen(!isOpen)}
        >
          Filters{chosen > 0 && ` (${chosen} chosen)`}
        </button>
      )}
      <div id="choices" class="choices" hidden={isNarrow && !isOpen}>
        {data.environments.length > 1 && (
          <AnyOf
            legend="Environment"
            values={data.environments.map((name) => [name, name])}
            chosen={filter.environments}
            onChange={(environments) => set({ environments })}
          />
        )}
        {changed.length > 0 && (
          <AnyOf
            legend="Change"
            values={changed}
            chosen={filter.changes}
            onChange={(list) => set({ changes: list })}
          />
        )}
        {kinds.length > 1 && (
          <AnyOf
            legend="Kind"
            values={kinds}
            chosen={filter.kinds}
            onChange={(list) => set({ kinds: list })}
          />
        )}
        {stateValues.length > 1 && (
          <AnyOf
            legend="State"
            values={stateValues}
            chosen={filter.states}
            onChange={(list) => set({ states: list })}
          />
        )}
      </div>
      <p class="count" role="status" aria-live="polite">
        {isFiltering(filter)
          ? `${shown.length} of ${counted(data.schedules.length, "schedule")}`
          : counted(data.schedules.length, "schedule")}
      </p>
      {isFiltering(filter) && (
        <button type="button" class="plain" id="clear" onClick={() => change({ filter: noFilter })}>
          Clear
        </button>
      )}
    </search>
  );
}

function valuesOf<T extends string>(
  data: CalendarData,
  value: (schedule: CalendarSchedule) => T | undefined,
): readonly T[] {
  return [...new Set(data.schedules.flatMap((schedule) => value(schedule) ?? []))];
}
