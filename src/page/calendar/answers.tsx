import { useMemo, useState } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Answer, AnswerItem, AnswerPart } from "../model/answer/answer";
import { answers } from "../model/answers";
import { counted } from "../model/clock";
import { useMedia } from "../parts/size";
import { clockDayId } from "./clocks";
import { ScheduleLink } from "./schedule-link";

const SHOWN = 4;
const SHOWN_ON_PHONE = 3;
const SHOWN_ON_WIDE_SCREEN = 7;
/** A shorter list is not folded. */
const LEAST_FOLDED = 4;
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
  const isNarrow = useMedia("(max-width: 720px)");
  const ofNight = found.find(({ key }) => key === "sunday")?.items.length ?? 0;
  const most = ({ key }: Answer): number => {
    // On a phone, the lists would push all answers but one off the first screen. Two questions ask for names.
    if (isNarrow) return key === "sunday" || key === "clocks" ? SHOWN_ON_PHONE : 0;
    return isWide ? Math.min(Math.max(SHOWN_ON_WIDE_SCREEN, ofNight), SHOWN_OF_NIGHT) : SHOWN;
  };
  return (
    <section class="answers" aria-label="At a glance">
      {found.map((answer) => (
        <OneAnswer key={answer.key} answer={answer} most={most(answer)} open={open} />
      ))}
    </section>
  );
}

interface PartProps<Part> {
  readonly answer: Part;
  readonly most: number;
  readonly open: Open;
}

function OneAnswer({ answer, most, open }: PartProps<Answer>) {
  const { key, second } = answer;
  const { items, more } = useItems({ answer, most, open });
  return (
    <article id={`answer-${key}`}>
      <Words answer={answer} isCounted={key === "comparison"} />
      <div>
        {items}
        {second !== undefined && more}
        <OtherDays answer={answer} />
        {second !== undefined && <Second answer={second} most={most} open={open} />}
      </div>
      <div>{second === undefined && more}</div>
    </article>
  );
}

function Second({ answer, most, open }: PartProps<AnswerPart>) {
  const { items, more } = useItems({ answer, most, open });
  return (
    <div class="second">
      <Words answer={answer} />
      {items}
      {more}
      <OtherDays answer={answer} />
    </div>
  );
}

function Words({ answer, isCounted }: { readonly answer: AnswerPart; readonly isCounted?: boolean }) {
  const { label, value, detail, remark } = answer;
  return (
    <>
      <h2>
        <bdi>{label}</bdi>
      </h2>
      <div>
        <p class="value">{isCounted ? <Parts text={value} /> : <bdi>{value}</bdi>}</p>
        {detail !== "" && <p class="detail">{detail}</p>}
        {remark !== undefined && <p class="detail">{remark}</p>}
      </div>
    </>
  );
}

function OtherDays({ answer: { others = [] } }: { readonly answer: AnswerPart }) {
  return others.map(({ day, text }) => (
    <button key={day} type="button" class="more later" onClick={() => goTo(clockDayId(day))}>
      <Parts text={text} />
    </button>
  ));
}

function moreText(more: number, isPerDay: boolean): string {
  return isPerDay ? `${counted(more + 1, "run")} a day move` : `and ${counted(more, "more run")}`;
}

/** How many items fit into so many lines, and at least as many as in any list. An item with more runs takes two. */
function fitting(items: readonly AnswerItem[], lines: number): number {
  let used = 0;
  const overflow = items.findIndex(({ more }) => {
    used += more === undefined ? 1 : 2;
    return used > lines;
  });
  return overflow === -1 ? items.length : Math.max(overflow, Math.min(lines, SHOWN));
}

/** The list of an answer, and the button that shows all of it. */
function useItems({ answer: { label, items, isFolded = false }, most, open }: PartProps<AnswerPart>) {
  const [isWhole, setWhole] = useState(false);
  const isHidden = isFolded && items.length >= LEAST_FOLDED;
  const shown = isHidden ? 0 : fitting(items, most);
  // A button in the place of a single item would hide it for nothing.
  const isLong = isHidden || items.length > shown + 1;
  const listed = isWhole || !isLong ? items : items.slice(0, shown);
  const rest = items.length - listed.length;
  return {
    items: listed.length > 0 && <Items items={listed} open={open} />,
    more: isLong && (
      <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? "Show fewer" : shown === 0 ? `Show ${counted(rest, "schedule")}` : `Show ${rest} more`}
        <span class="visually-hidden"> of {label}</span>
      </button>
    ),
  };
}

function Items({ items, open }: { readonly items: readonly AnswerItem[]; readonly open: Open }) {
  const isShared = ({ name }: CalendarSchedule) =>
    items.filter(({ schedule }) => schedule.name === name).length > 1;
  return (
    <ul class="items">
      {items.map(({ schedule, note, more, isPerDay = false }) => (
        <li key={`${schedule.id} ${note}`}>
          <span>
            <ScheduleLink schedule={schedule} open={open} />
            {isShared(schedule) && note !== schedule.environment && (
              <span class="note">
                {" "}
                <bdi>{schedule.environment}</bdi>
              </span>
            )}
            {more !== undefined && (
              <>
                {" "}
                <span class="note more-runs">{moreText(more, isPerDay)}</span>
              </>
            )}
          </span>
          <span class="note">
            <bdi>{note}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Counts that break only between each other: a line never ends in "1". */
function Parts({ text }: { readonly text: string }) {
  const parts = text.replace(/([,:]) /g, "$1\n").split("\n");
  return parts.map((part) => (
    <>
      <span class="part">{part}</span>{" "}
    </>
  ));
}

/** Moves the focus without a change of the address, which keeps the view. */
function goTo(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
