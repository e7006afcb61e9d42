import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { SandboxView, ScheduleView } from "../../sandbox/local/view";
import { inOrderOfNextRun, nameOf, timesOf, untilText } from "../model/sandbox/lists";
import { momentText, type Zone } from "../model/sandbox/time";
import { Dialog } from "../parts/dialog";
import { Code, Counted, More, useShown, useStep } from "./list";
import { useNow } from "./live";
import { Start } from "./start";

interface Props {
  readonly view: SandboxView;
  readonly ahead: number;
  readonly zone: Zone;
}

/** The schedules, the next one first. */
export function Schedules({ view, ahead, zone }: Props) {
  const now = useNow(ahead, 60_000);
  const [open, setOpen] = useState<string>();
  const all = inOrderOfNextRun(view.schedules);
  const [shown, more] = useShown(all, useStep());
  const opened = view.schedules.find(({ id }) => id === open);
  return (
    <section id="schedules" aria-labelledby="schedules-title">
      <Counted id="schedules-title" title="Schedules" count={view.counts.schedules} listed={all.length} />
      {all.length === 0 ? (
        <Start workflow={view.workflows.find(({ parameters }) => parameters.length === 0)} />
      ) : (
        <ul class="cards">
          {shown.map((schedule) => (
            <li key={schedule.id} class={schedule.state}>
              <div class="what">
                <button type="button" class="link name" onClick={() => setOpen(schedule.id)}>
                  <bdi>{nameOf(schedule)}</bdi>
                </button>
                <span class="note">
                  <bdi>{schedule.workflow}</bdi>
                </span>
              </div>
              <div class="when">
                <NextRun schedule={schedule} now={now} zone={zone} />
                <span class="note">
                  <code>{timesOf(schedule)}</code> <Timezone schedule={schedule} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <More rest={all.length - shown.length} onMore={more} />
      {opened !== undefined && (
        <Detail schedule={opened} zone={zone} now={now} onClose={() => setOpen(undefined)} />
      )}
    </section>
  );
}

function NextRun({ schedule, now, zone }: { schedule: ScheduleView; now: number; zone: Zone }) {
  const [next] = schedule.nextRuns;
  if (next === undefined) return <span class="tag">{schedule.state}</span>;
  return (
    <span>
      <time dateTime={next}>{momentText(next, zone)}</time>{" "}
      <span class="note until">{untilText(next, now)}</span>
    </span>
  );
}

/** Only a cron expression is read in a timezone. */
function Timezone({ schedule }: { schedule: ScheduleView }) {
  return schedule.cron === null ? null : <bdi>{schedule.timezone}</bdi>;
}

function Detail(props: {
  readonly schedule: ScheduleView;
  readonly now: number;
  readonly zone: Zone;
  readonly onClose: () => void;
}) {
  const { schedule, now, zone, onClose } = props;
  const parameters = JSON.stringify(schedule.parameters, null, 2);
  return (
    <Dialog title={<bdi>{nameOf(schedule)}</bdi>} name="schedule" isPanel onClose={onClose}>
      <dl>
        <Row term="State">{schedule.state}</Row>
        <Row term="Fires">
          <code>{timesOf(schedule)}</code> <Timezone schedule={schedule} />
        </Row>
        <Row term="Workflow">
          <bdi>{schedule.workflow}</bdi>
        </Row>
        <Row term="Workflow id">
          <code>{schedule.workflowId}</code>
        </Row>
        <Row term="Schedule id">
          <code>{schedule.id}</code>
        </Row>
      </dl>
      <h3>Next runs</h3>
      {schedule.nextRuns.length === 0 ? (
        <p class="note">None: it is {schedule.state}.</p>
      ) : (
        <ol class="times">
          {schedule.nextRuns.map((time) => (
            <li key={time}>
              <time dateTime={time}>{momentText(time, zone)}</time>
              <span class="note"> {untilText(time, now)}</span>
            </li>
          ))}
        </ol>
      )}
      <h3>Parameters</h3>
      {parameters === "{}" ? <p class="note">None.</p> : <Code text={parameters} />}
    </Dialog>
  );
}

function Row({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
