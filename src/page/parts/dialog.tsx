import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A modal dialog. The browser keeps the focus in it, closes it with Escape, and returns the focus. */
export function Dialog(props: {
  readonly title: ComponentChildren;
  readonly name: string;
  readonly isPanel?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return undefined;
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const heading = `${props.name}-title`;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; keys have Escape and the button.
    <dialog
      ref={element}
      class={props.isPanel ? "panel" : "box"}
      aria-labelledby={heading}
      onClose={props.onClose}
      onClick={(event) => event.target === element.current && props.onClose()}
    >
      <div class="dialog-content">
        <div class="dialog-head">
          <h2 id={heading} tabIndex={-1}>
            {props.title}
          </h2>
          <button type="button" class="plain" onClick={props.onClose}>
            Close
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  );
}
