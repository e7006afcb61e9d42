import { useMemo, useState } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Answer } from "../model/answer";
import { answers } from "../model/answers";
import { ScheduleLink } from "./schedule-link";

const SHOWN = 4;

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
  return (
    <section class="answers" aria-label="At a glance">
      {found.map((answer) => (
        <OneAnswer key={answer.key} answer={answer} open={open} />
      ))}
    </section>
  );
}

function OneAnswer({ answer, open }: { readonly answer: Answer; readonly open: Open }) {
  const [isWhole, setWhole] = useState(false);
  const { key, label, value, detail, items } = answer;
  // A button in the place of a single item would hide it for nothing.
  const isLong = items.length > SHOWN + 1;
  const listed = isWhole || !isLong ? items : items.slice(0, SHOWN);
  const rest = items.length - listed.length;
  const hasMore = listed.some(({ more }) => more !== undefined);
  return (
    <article id={`answer-${key}`}>
      <h2>
        <bdi>{label}</bdi>
      </h2>
      <div>
        <p class="value">
          <bdi>{value}</bdi>
        </p>
        <p class="detail">{detail}</p>
      </div>
      <div>
        {items.length > 0 && (
          <ul class="items">
            {listed.map(({ schedule, note, more }) => (
              <li key={`${schedule.id} ${note}`}>
                <ScheduleLink schedule={schedule} open={open} />
                <span class="note">
                  <bdi>{note}</bdi>
                  {more !== undefined && <span class="visually-hidden"> and {more} more</span>}
                </span>
                {hasMore && (
                  <span class="times" aria-hidden="true">
                    {more !== undefined && `+${more}`}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {isLong && (
          <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? "Show fewer" : `Show ${rest} more`}
          </button>
        )}
      </div>
    </article>
  );
}
