import { useMemo, useState } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Answer } from "../model/answer/answer";
import { answers } from "../model/answers";
import { useMedia } from "../parts/size";
import { clockDayId } from "./clocks";
import { ScheduleLink } from "./schedule-link";

const SHOWN = 4;
/** On a wide screen the list of the night is whole up to this length, and the other lists use the same room. */
const SHOWN_OF_NIGHT = 12;

type Open = (schedule: CalendarSchedule) => void;

/** The questions that people have, answered in words. */
export function Answers(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly open: Open;
}) {
  const { data, shown, timezone, open } = props;
  const found = useMemo(() => answers(data, shown, timezone), [data, shown, timezone]);
  const isWide = useMedia("(min-width: 1081px)");
  // On a phone, the lists would push all answers but one off the first screen.
  const isNarrow = useMedia("(max-width: 720px)");
  const ofNight = found.find(({ key }) => key === "sunday")?.items.length ?? 0;
  const most = isNarrow ? 0 : isWide && ofNight <= SHOWN_OF_NIGHT ? Math.max(SHOWN, ofNight) : SHOWN;
  return (
    <section class="answers" aria-label="At a glance">
      {found.map((answer) => (
        <OneAnswer key={answer.key} answer={answer} most={most} open={open} />
      ))}
    </section>
  );
}

function OneAnswer(props: { readonly answer: Answer; readonly most: number; readonly open: Open }) {
  const { answer, most, open } = props;
  const [isWhole, setWhole] = useState(false);
  const { key, label, value, detail, remark, items, later = [] } = answer;
  // A button in the place of a single item would hide it for nothing.
  const isLong = items.length > most + 1;
  const listed = isWhole || !isLong ? items : items.slice(0, most);
  const rest = items.length - listed.length;
  return (
    <article id={`answer-${key}`}>
      <h2>
        <bdi>{label}</bdi>
      </h2>
      <p class="value">{key === "comparison" ? <Parts text={value} /> : <bdi>{value}</bdi>}</p>
      <div class="detail">
        <p>{detail}</p>
        {remark !== undefined && <p>{remark}</p>}
      </div>
      <div>
        {listed.length > 0 && (
          <ul class="items">
            {listed.map(({ schedule, note, more }) => (
              <li key={`${schedule.id} ${note}`}>
                <span>
                  <ScheduleLink schedule={schedule} open={open} />
                  {more !== undefined && (
                    <>
                      {" "}
                      <span class="note more-runs">
                        and {more === 1 ? "1 more run" : `${more} more runs`}
                      </span>
                    </>
                  )}
                </span>
                <span class="note">
                  <bdi>{note}</bdi>
                </span>
              </li>
            ))}
          </ul>
        )}
        {later.map(({ day, text }) => (
          <button key={day} type="button" class="more later" onClick={() => goTo(clockDayId(day))}>
            {text}
          </button>
        ))}
      </div>
      <div>
        {isLong && (
          <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Show fewer" : most === 0 ? `Show ${rest} schedules` : `Show ${rest} more`}
            <span class="visually-hidden"> of {label}</span>
          </button>
        )}
      </div>
    </article>
  );
}

/** Counts that break only between each other: a line never ends in "1". */
function Parts({ text }: { readonly text: string }) {
  const parts = text.split(", ");
  return parts.map((part, index) => (
    <>
      <span class="part">{index < parts.length - 1 ? `${part},` : part}</span>{" "}
    </>
  ));
}

/** Moves the focus without a change of the address, which keeps the view. */
function goTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
