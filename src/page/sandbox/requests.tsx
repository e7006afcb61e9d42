import { useEffect, useState } from "preact/hooks";
import type { ListedRequest, ShownRequest } from "../../sandbox/local/request-view";
import type { SandboxView } from "../../sandbox/local/view";
import { filteredRequests, type RequestFilter } from "../model/sandbox/lists";
import { stampText, type Zone } from "../model/sandbox/time";
import { OneOf } from "../parts/choice";
import { Dialog } from "../parts/dialog";
import { Table } from "../parts/table";
import { Code, Counted, More, useShown } from "./list";

const kinds = [
  ["all", "All"],
  ["writes", "Writes"],
  ["errors", "Errors"],
] as const;

/** The log of requests, with a filter. */
export function Requests({ view, zone }: { readonly view: SandboxView; readonly zone: Zone }) {
  const [filter, setFilter] = useState<RequestFilter>({ text: "", kind: "all" });
  const [open, setOpen] = useState<number>();
  const found = filteredRequests(view.requests, filter);
  const [shown, more] = useShown(found, 25);
  const isFiltered = filter.text.trim() !== "" || filter.kind !== "all";
  return (
    <section id="requests" aria-labelledby="requests-title">
      <Counted
        id="requests-title"
        title="Requests"
        count={view.counts.requests}
        listed={view.requests.length}
      />
      <search class="log-filter">
        <label>
          <span class="visually-hidden">Search the requests</span>
          <input
            id="search"
            type="search"
            placeholder="Search method, path, status, client"
            value={filter.text}
            onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
          />
        </label>
        <OneOf
          legend="Which requests"
          name="requests"
          values={kinds}
          value={filter.kind}
          onChange={(kind) => setFilter({ ...filter, kind })}
        />
        <p class="note" role="status">
          {isFiltered && `${found.length} of ${view.requests.length}`}
        </p>
      </search>
      {found.length === 0 ? (
        <p class="note blank">
          {isFiltered
            ? "No request matches the filter."
            : "No requests yet. Requests of this page are not listed."}
        </p>
      ) : (
        <Table columns={["Time", "Request", "Status", "Client"]} kind="log">
          {shown.map((request) => (
            <Row key={request.id} request={request} zone={zone} onOpen={() => setOpen(request.id)} />
          ))}
        </Table>
      )}
      <More rest={found.length - shown.length} onMore={more} />
      {open !== undefined && <Detail id={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function Row(props: { readonly request: ListedRequest; readonly zone: Zone; readonly onOpen: () => void }) {
  const { request, zone, onOpen } = props;
  const { time, method, path, status, client } = request;
  return (
    <tr>
      <td>
        <time dateTime={time}>{stampText(time, zone)}</time>
      </td>
      <td>
        <button type="button" class="link" onClick={onOpen}>
          <code>
            <b>{method}</b> <bdi>{path}</bdi>
          </code>
        </button>
      </td>
      <td class={status >= 400 ? "bad" : ""}>{status}</td>
      <td class="note">
        <bdi>{client}</bdi>
      </td>
    </tr>
  );
}

function Detail({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const [request, setRequest] = useState<ShownRequest | string>("");
  useEffect(() => {
    const closing = new AbortController();
    void load(id, closing.signal).then((loaded) => {
      if (!closing.signal.aborted) setRequest(loaded);
    });
    return () => closing.abort();
  }, [id]);
  return (
    <Dialog title={`Request ${id}`} name="request" isPanel onClose={onClose}>
      {typeof request === "string" ? (
        <p class="note">{request}</p>
      ) : (
        <>
          <p class="line">
            <code>
              <b>{request.method}</b> <bdi>{request.path}</bdi>
            </code>
          </p>
          <Body title="Request" text={request.requestBody} />
          <Body title={`Response, ${request.status}`} text={request.responseBody} />
          <p class="note">The log hides the key, and values whose name looks like that of a secret.</p>
        </>
      )}
    </Dialog>
  );
}

function Body({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <>
      <h3>{title}</h3>
      {text === "" ? <p class="note">No body.</p> : <Code text={text} />}
    </>
  );
}

async function load(id: number, signal: AbortSignal): Promise<ShownRequest | string> {
  try {
    const response = await fetch(`/sandbox/requests/${id}`, { cache: "no-store", signal });
    const answer = await response.json();
    return response.status === 200 ? answer : String(answer.detail);
  } catch {
    return "The sandbox does not answer.";
  }
}
