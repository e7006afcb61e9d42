import type { ComponentChildren } from "preact";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { counted, momentText, usableZone } from "../model/clock";
import { changeTexts } from "../model/comparison";
import { firstFrom, statusText } from "../model/lane-marks";
import { workflowTitle } from "../model/lanes";
import { Dialog } from "../parts/dialog";
import { KindMark, kindText, RunMark } from "../parts/marks";
import { Table } from "../parts/table";

const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const RUNS = 8;

/** All that is known of one schedule. */
export function Detail(props: {
  readonly data: CalendarData;
  readonly schedule: CalendarSchedule;
  readonly timezone: string;
  readonly onClose: () => void;
}) {
  const { data, schedule, timezone, onClose } = props;
  const { words, warnings, change, clockNotes, lastRuns, parameters } = schedule;
  return (
    <Dialog name="detail" isPanel title={<bdi>{schedule.name}</bdi>} onClose={onClose}>
      <p class="tags">
        <span class="tag">
          <KindMark kind={schedule.kind} /> {kindText(schedule)}
        </span>
        <span class="tag">{schedule.state}</span>
        {change !== undefined && <span class={`tag ${change.kind}`}>{change.kind}</span>}
      </p>
      {words?.map((sentence) => (
        <p key={sentence} class="words">
          {sentence}
        </p>
      ))}
      {schedule.reason !== undefined && <p>{schedule.reason}</p>}
      <Facts schedule={schedule} />
      {change !== undefined && <Change schedule={schedule} timezone={timezone} />}
      {warnings.length > 0 && (
        <Part title="Warnings">
          <ul class="sentences">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Part>
      )}
      <NextRuns data={data} schedule={schedule} timezone={timezone} />
      {clockNotes.length > 0 && (
        <Part title="Clock changes">
          <ul class="sentences">
            {clockNotes.map(({ date, text }) => (
              <li key={date + text}>
                {date.slice(0, 10)}: {text}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {lastRuns !== undefined && lastRuns.length > 0 && (
        <Part title="Last runs">
          <Table columns={["Status", "Started", "Took"]}>
            {lastRuns.map(({ id, status, startedAt, finishedAt }) => (
              <tr key={id}>
                <td>
                  <RunMark run={{ id, status }} /> {statusText({ status })}
                </td>
                <td>{startedAt === undefined ? "not started" : momentText(startedAt, timezone)}</td>
                <td>{duration(startedAt, finishedAt)}</td>
              </tr>
            ))}
          </Table>
        </Part>
      )}
      {parameters !== undefined && Object.keys(parameters).length > 0 && (
        <Part title="Parameters">
          <dl>
            {Object.entries(parameters).map(([name, value]) => (
              <div key={name}>
                <dt>
                  <bdi>{name}</bdi>
                </dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
    </Dialog>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A removed or an added schedule has only one side. */
function Change({ schedule, timezone }: { readonly schedule: CalendarSchedule; readonly timezone: string }) {
  const { before, after } = changeTexts(schedule, timezone);
  const kind = schedule.change?.kind;
  const sides = [
    ["Before", kind === "added" ? undefined : before],
    ["After", kind === "removed" ? undefined : after],
  ] as const;
  return (
    <Part title="Change">
      <dl>
        {sides.map(([name, text]) =>
          text === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{text}</bdi>
              </dd>
            </div>
          ),
        )}
      </dl>
    </Part>
  );
}

function Facts({ schedule }: { readonly schedule: CalendarSchedule }) {
  const { environment, timezone, cronExpression, intervalSeconds, firstFireAt, runAt, usualMinutes, line } =
    schedule;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Workflow", workflowTitle(schedule)],
    ["Environment", environment],
    ["Cron", cronExpression],
    [
      "Every",
      intervalSeconds === undefined ? undefined : counted(Math.round(intervalSeconds / 60), "minute"),
    ],
    ["First run", firstFireAt],
    ["Runs at", runAt],
    ["Timezone", timezone],
    ["Usual duration", usualMinutes === undefined ? undefined : counted(Math.round(usualMinutes), "minute")],
    ["Defined in", line === undefined ? undefined : `${line.file}:${line.line}`],
    ["Id", schedule.id],
  ];
  return (
    <dl>
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{name === "Cron" ? <code>{value}</code> : <bdi>{value}</bdi>}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function NextRuns(props: {
  readonly data: CalendarData;
  readonly schedule: CalendarSchedule;
  readonly timezone: string;
}) {
  const { data, schedule, timezone } = props;
  const from = firstFrom(schedule.fires, data.made);
  const fires = schedule.fires.slice(from, from + RUNS);
  const zones = [...new Set([usableZone(schedule.timezone ?? timezone), viewerZone, "UTC"])];
  const isPaused = schedule.state === "paused";
  if (schedule.change?.kind === "removed") return null;
  return (
    <Part title={isPaused ? "Next runs, if it were not paused" : "Next runs"}>
      {fires.length === 0 ? (
        <p class="detail">No run starts in the time that this page shows.</p>
      ) : (
        <Table
          columns={zones.map((zone) => (
            <>
              {zone}
              {zone === viewerZone && <span class="note"> (yours)</span>}
            </>
          ))}
        >
          {fires.map((instant) => (
            <tr key={instant}>
              {zones.map((zone) => (
                <td key={zone}>{momentText(instant, zone)}</td>
              ))}
            </tr>
          ))}
        </Table>
      )}
    </Part>
  );
}

function duration(startedAt: number | undefined, finishedAt: number | undefined): string {
  if (startedAt === undefined || finishedAt === undefined) return "";
  const seconds = Math.max(0, finishedAt - startedAt);
  return seconds < 90 ? counted(seconds, "second") : counted(Math.round(seconds / 60), "minute");
}
