import { useState } from "preact/hooks";
import type { SandboxView } from "../../sandbox/local/view";
import { durationText, inOrderOfNextRun, moveText, nameOf, untilText } from "../model/sandbox/lists";
import { clockText, dayText, type Zone, zoneText } from "../model/sandbox/time";
import { useNow } from "./live";

type Move = { readonly skip: "next-run" } | { readonly seconds: number };

const steps: readonly (readonly [text: string, seconds: number])[] = [
  ["+1 minute", 60],
  ["+1 hour", 3600],
  ["+1 day", 86_400],
];

/** The sandbox's clock, and the buttons that move it forward. */
export function Clock(props: {
  readonly view: SandboxView | undefined;
  readonly ahead: number;
  readonly zone: Zone;
  readonly refresh: () => void;
}) {
  const { view, ahead, zone, refresh } = props;
  const now = useNow(ahead, 1000);
  const [message, setMessage] = useState("");
  const [isMoving, setMoving] = useState(false);
  const [next] = inOrderOfNextRun(view?.schedules ?? []).filter(({ nextRuns }) => nextRuns.length > 0);
  const move = async (step: Move) => {
    // A disabled button would lose the focus.
    if (isMoving) return;
    setMoving(true);
    setMessage(await moved(step));
    setMoving(false);
    refresh();
  };
  return (
    <section class="clock" aria-labelledby="clock-title">
      <p class="over" id="clock-title">
        Clock of the sandbox
      </p>
      <h1>
        <time dateTime={new Date(now).toISOString()}>{clockText(now, zone)}</time>
      </h1>
      <p class="under">
        {dayText(now, zone)}
        <span aria-hidden="true"> · </span>
        {zoneText(zone)}
        <span aria-hidden="true"> · </span>
        <span class="ahead">
          {view === undefined || view.aheadSeconds === 0
            ? "real time"
            : `${durationText(view.aheadSeconds)} ahead of real time`}
        </span>
      </p>
      <fieldset class="moves" aria-busy={isMoving}>
        <legend class="visually-hidden">Move the clock forward</legend>
        <button
          type="button"
          class="primary"
          disabled={next === undefined}
          onClick={() => void move({ skip: "next-run" })}
        >
          Skip to the next run
        </button>
        {steps.map(([text, seconds]) => (
          <button key={text} type="button" class="plain" onClick={() => void move({ seconds })}>
            {text}
          </button>
        ))}
      </fieldset>
      <p class="note next">
        {next === undefined ? (
          "No enabled schedule has a next run."
        ) : (
          <>
            Next: <bdi>{nameOf(next)}</bdi>, {untilText(next.nextRuns[0] ?? "", now)}
          </>
        )}
      </p>
      <p class="note moved" role="status">
        {message}
      </p>
    </section>
  );
}

async function moved(step: Move): Promise<string> {
  try {
    const response = await fetch("/sandbox/clock", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(step),
    });
    return moveText(response.status, await response.json());
  } catch {
    return "The clock did not move, because the sandbox does not answer.";
  }
}
