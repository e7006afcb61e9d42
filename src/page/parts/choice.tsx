/** One of few values: radio buttons in one row. */
export function OneOf<T extends string>(props: {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly (readonly [T, string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  return (
    <fieldset class="one-of">
      <legend class="visually-hidden">{props.legend}</legend>
      {props.values.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name={props.name}
            value={value}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Any of few values: buttons that are pressed or not. */
export function AnyOf(props: {
  readonly legend: string;
  readonly values: readonly (readonly [string, string])[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const toggled = (value: string) =>
    props.chosen.includes(value) ? props.chosen.filter((one) => one !== value) : [...props.chosen, value];
  return (
    <fieldset class="any-of">
      <legend>{props.legend}</legend>
      {props.values.map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={props.chosen.includes(value)}
          onClick={() => props.onChange(toggled(value))}
        >
          <bdi>{text}</bdi>
        </button>
      ))}
    </fieldset>
  );
}
