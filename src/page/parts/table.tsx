import type { ComponentChildren } from "preact";

/** A table with a heading for each column. A wide one can be scrolled; keys reach it by what is in it. */
export function Table(props: {
  readonly columns: readonly ComponentChildren[];
  /** A class for its own look. */
  readonly kind?: "log" | "changes";
  /** The rows. */
  readonly children: ComponentChildren;
}) {
  return (
    <div class="scroll" tabIndex={-1}>
      <table class={props.kind === undefined ? "rows" : `rows ${props.kind}`}>
        <thead>
          <tr>
            {props.columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
