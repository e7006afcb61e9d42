import type { RunView, SandboxView } from "../../sandbox/local/view";
import { statusText } from "../model/lane-marks";
import { originOf } from "../model/sandbox/lists";
import { momentText, type Zone } from "../model/sandbox/time";
import { RunMark } from "../parts/marks";
import { Counted, More, useShown, useStep } from "./list";

/** The runs, the newest first. */
export function Runs({ view, zone }: { readonly view: SandboxView; readonly zone: Zone }) {
  const [shown, more] = useShown(view.runs, useStep());
  return (
    <section id="runs" aria-labelledby="runs-title">
      <Counted id="runs-title" title="Runs" count={view.counts.runs} listed={view.runs.length} />
      {view.runs.length === 0 && (
        <p class="note blank">No runs yet. Skip to the next run, or start one with a request.</p>
      )}
      <ul class="cards">
        {shown.map((run) => (
          <Run key={run.id} run={run} zone={zone} />
        ))}
      </ul>
      <More rest={view.runs.length - shown.length} onMore={more} />
    </section>
  );
}

function Run({ run, zone }: { readonly run: RunView; readonly zone: Zone }) {
  const { status, workflow, createdAt, failureReason } = run;
  return (
    <li>
      <div class="what">
        <span class="status">
          <span aria-hidden="true">
            <RunMark run={{ status }} />
          </span>
          <bdi>{originOf(run)}</bdi>
        </span>
        <span class="note">{statusText({ status })}</span>
        {failureReason !== null && (
          <span class="note reason">
            <bdi>{failureReason}</bdi>
          </span>
        )}
      </div>
      <div class="when">
        <time dateTime={createdAt}>{momentText(createdAt, zone)}</time>
        <span class="note">
          <bdi>{workflow}</bdi>
        </span>
      </div>
    </li>
  );
}
