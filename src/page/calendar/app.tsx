import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { type Change, readAddress, type View, writeAddress } from "../model/address";
import { usableZone } from "../model/clock";
import { filtered, isFiltering } from "../model/filter";
import { inZone } from "../model/in-zone";
import { Answers } from "./answers";
import { ClockDays, Crowding } from "./clocks";
import { ComparisonSection } from "./comparison";
import { Detail } from "./detail";
import { Filters } from "./filters";
import { Header } from "./header";
import { Heat } from "./heat";
import { Help } from "./help";
import { useShortcuts } from "./shortcuts";
import { Timeline } from "./timeline/timeline";

/** The whole page of a calendar with at least one schedule. */
export function App({ data: given }: { readonly data: CalendarData }) {
  const [view, change] = useView();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const timezone = usableZone(view.timezone ?? given.timezone);
  const data = useMemo(() => inZone(given, timezone), [given, timezone]);
  const shown = useMemo(() => filtered(data.schedules, view.filter), [data, view.filter]);
  const open = useCallback((schedule: CalendarSchedule) => change({ open: schedule.id }), [change]);
  const opened = view.open === undefined ? undefined : data.schedules.find(({ id }) => id === view.open);
  useShortcuts({ help: () => setHelpOpen(true), change });
  return (
    <>
      <button type="button" class="skip" onClick={() => focusOn("timeline-title")}>
        Skip to the timeline
      </button>
      <Header data={data} timezone={timezone} onHelp={() => setHelpOpen(true)} change={change} />
      <main>
        <Answers data={data} shown={shown} timezone={timezone} open={open} />
        <Filters data={data} shown={shown} filter={view.filter} change={change} />
        {shown.length === 0 ? (
          <Nothing isFiltered={isFiltering(view.filter)} />
        ) : (
          <>
            <ComparisonSection data={data} shown={shown} timezone={timezone} open={open} />
            <Heat
              data={data}
              shown={shown}
              timezone={timezone}
              slot={view.slot}
              change={change}
              open={open}
            />
            <Timeline data={data} shown={shown} timezone={timezone} view={view} change={change} open={open} />
            <div class="pair">
              <ClockDays data={data} shown={shown} open={open} />
              <Crowding shown={shown} timezone={timezone} open={open} />
            </div>
          </>
        )}
      </main>
      {opened !== undefined && (
        <Detail
          data={data}
          schedule={opened}
          timezone={timezone}
          onClose={() => change({ open: undefined })}
        />
      )}
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  return <p class="nothing">{isFiltered ? "No schedule matches the filter." : "There are no schedules."}</p>;
}

/** What the viewer has chosen, kept in the address. */
function useView(): readonly [View, Change] {
  const [view, setView] = useState(() => readAddress(location.hash));
  const change = useCallback<Change>(
    (part) => setView((before) => ({ ...before, ...(typeof part === "function" ? part(before) : part) })),
    [],
  );
  useEffect(() => {
    const address = writeAddress(view);
    if (address === location.hash.replace(/^#/, "")) return;
    history.replaceState(null, "", `#${address}`);
  }, [view]);
  useEffect(() => {
    const read = () => setView(readAddress(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return [view, change];
}

/** Moves the focus without a change of the address, which keeps the view. */
function focusOn(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "start" });
  element?.focus({ preventScroll: true });
}
