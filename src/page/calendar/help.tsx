import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { keys, shortcuts } from "./shortcuts";

/** The keys, and where the times come from. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const [areOn, setOn] = useState(keys.areOn);
  return (
    <Dialog name="help" title="Help" onClose={onClose}>
      <h3>Keys</h3>
      <dl class="keys">
        {shortcuts.map(([key, text]) => (
          <div key={key}>
            <dt>
              {key.split(/( and |, )/).map((part, index) => (index % 2 === 0 ? <kbd>{part}</kbd> : part))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={areOn}
          onChange={(event) => {
            keys.areOn = event.currentTarget.checked;
            setOn(keys.areOn);
          }}
        />
        Single letters are shortcuts
      </label>
      <h3>About this page</h3>
      <p>
        The page shows when runs start, not when they end. A lighter bar is the usual duration, if the history
        of the schedule is known. Paused and finished schedules do not count.
      </p>
      <p>
        The search, the filters and the timezone are in the address, so a link shows the same. The file
        contains all data and sends nothing.
      </p>
    </Dialog>
  );
}
