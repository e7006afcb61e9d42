/** A schedule, as a pattern looks at it. */
interface Named {
  readonly scheduleId: string;
  readonly name?: string | undefined;
}

/** Whether one of the patterns is the id of a schedule, or matches its name. */
export function ignores(patterns: readonly string[], { scheduleId, name = "" }: Named): boolean {
  return patterns.some((pattern) => pattern === scheduleId || matches(pattern, name));
}

/** `*` stands for any text, `?` for one character. Everything else is compared as it is, with upper and lower case. */
export function matches(pattern: string, name: string): boolean {
  const [wanted, found] = [[...pattern], [...name]];
  let [at, next] = [0, 0];
  /** The last `*`, and where the text for which it stands ends. Longer texts are tried one by one. */
  let star: { readonly at: number; end: number } | undefined;
  while (next < found.length) {
    if (wanted[at] === "*") {
      star = { at, end: next };
      at++;
    } else if (wanted[at] === "?" || wanted[at] === found[next]) {
      at++;
      next++;
    } else if (star !== undefined) {
      star.end++;
      at = star.at + 1;
      next = star.end;
    } else return false;
  }
  return wanted.slice(at).every((one) => one === "*");
}
