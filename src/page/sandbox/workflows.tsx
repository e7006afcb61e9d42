import type { SandboxView } from "../../sandbox/local/view";
import { Table } from "../parts/table";
import { Counted, More, useShown } from "./list";

/** The workflows, with the parameters that they take. */
export function Workflows({ view }: { readonly view: SandboxView }) {
  const [shown, more] = useShown(view.workflows, 25);
  return (
    <section id="workflows" aria-labelledby="workflows-title">
      <Counted
        id="workflows-title"
        title="Workflows"
        count={view.counts.workflows}
        listed={view.workflows.length}
      />
      <Table columns={["Title", "Id", "Parameters"]}>
        {shown.map(({ id, title, parameters }) => (
          <tr key={id}>
            <td>
              <bdi>{title}</bdi>
            </td>
            <td>
              <code>{id}</code>
            </td>
            <td>
              {parameters.length === 0 && <span class="note">none</span>}
              <ul class="parameters">
                {parameters.map(({ key, type }) => (
                  <li key={key}>
                    <code>{key}</code> <span class="note">{type}</span>
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </Table>
      <More rest={view.workflows.length - shown.length} onMore={more} />
    </section>
  );
}
