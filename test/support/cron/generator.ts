/** A seeded generator of numbers in [0, 1) (mulberry32), so that every run tries the same strings. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split(" ");
const HOSTILE =
  "@daily|@HOURLY|@weekly |@reboot||   |0 9 * * * *|0 0 9 * * *|0 9 * * * 0|0 9 * * * 0 2027|0 9 1 1 * 30|R 9 * * *|R/7 3 * * *|R(1-5) 9 * * *|0 R * * *|H 9 * * *|" +
  "０ ９ * * *|0 9 １ * *|0 ٩ * * *|0\u00a09 * * *|0\u20039\t*\n* *|0\u001f9 * * *|TZ=UTC 0 9 * * *|0 9 * * 1,1#2|0 9 * * *,1#2|0 9 1 * 1#2|0 9 31 * L5|0 9 30,L * *|0 9 1-29,31,L * *|" +
  "0 9 L * *|0 9 L-3 * *|0 9 15-L * *|0 9 LW * *|0 9 * * L|0 9 * * 5L|0 9 * * L5|0 9 * * MON-FRI#1|0 9 * * 1-5#1|0 9 */1 * 1|0 0 30 2 *|0 0 30 2 1|0 0 31 4 *|0 0 29 2 *|0 9 * * 5-00|0 9 * * 5-0|" +
  "0,59 */23 */2 2 0-7|0,56 0,23 23,28,29 * *|0,57 0,23 1,31 1,12 *|0,57 0,23 1,29 2,3 *|0,57 0,23 1,28,31 2,3 *|0,57 0,23 * 2,3 0#5,1#1|000 0009 * * *|0 9 * * +1|*/1e1 * * * *|5- * * * *|-5 * * * *|0 9 , * *|K 9 * * *|ſun 9 * * *|0 9 * * ſun";
const NOISE = "0123456789*/-,#?LlRH @WJANMO.;+\t\u00a0９é".split("");

/** Makes cron strings: two in three well formed and mostly sparse, the others slightly broken or hostile. */
export function cronGenerator(random: () => number): () => string {
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[]) => items[below(items.length)] as Item;
  const between = (min: number, max: number) => min + below(max - min + 1);

  const number = (min: number, max: number, names: readonly string[]) => {
    const value = between(min, max);
    const name = random() < 0.3 ? names[(value - min) % names.length] : undefined;
    return (random() < 0.5 ? name?.toLowerCase() : name) ?? (random() < 0.05 ? `0${value}` : String(value));
  };
  const item = (min: number, max: number, names: readonly string[]) => {
    const kind = random();
    if (kind < 0.6) return number(min, max, names);
    if (kind < 0.7) return `*/${between(1, max + 1)}`;
    if (kind < 0.75) return `${number(min, max, names)}/${between(1, max)}`;
    const [low, high] = [between(min, max), between(min, max)].sort((one, other) => one - other);
    return `${low}-${high}${kind < 0.85 ? `/${between(1, max)}` : ""}`;
  };
  const list = (min: number, max: number, names: readonly string[] = []) =>
    Array.from({ length: pick([1, 1, 1, 2, 2, 3]) }, () => item(min, max, names)).join();

  const minute = () =>
    random() < 0.5
      ? pick(["0", "30", "0,56", "57,2", "0,58", "4,59", "*/20", "1,57", "*/30"])
      : random() < 0.04
        ? "*/5"
        : list(0, 59);
  const hour = () =>
    random() < 0.5
      ? pick(["9", "0,23", "23,0", "0", "*/23", "0,12,23", "2"])
      : random() < 0.04
        ? "*"
        : list(0, 23);
  const day = () =>
    random() < 0.4
      ? "*"
      : random() < 0.3
        ? pick(["?", "L", "1,L", "1,31", "*/10", "28,1", "29,1", "30", "*/2", "1-31", "15-L", "31", "30,L"])
        : list(1, 31);
  const month = () =>
    random() < 0.5
      ? "*"
      : random() < 0.3
        ? pick(["2", "2,3", "1,12", "FEB-MAR", "12", "4,5", "4,6,9"])
        : list(1, 12, MONTHS);
  const weekday = () =>
    random() < 0.4
      ? "*"
      : random() < 0.35
        ? pick([
            "1#2",
            "L5",
            "1#5",
            "L1,2#1",
            "0-7",
            "7",
            "?",
            "MON-FRI",
            "SAT-SUN",
            "0#1,1#1",
            "L7",
            "MON-WED#1",
            "1,1#2",
            "fri#3",
          ])
        : list(0, 7, WEEKDAYS);
  const wellFormed = () => [minute(), hour(), day(), month(), weekday()].join(random() < 0.02 ? "  " : " ");

  const broken = () => {
    let text = wellFormed();
    for (let changes = between(1, 3); changes > 0; changes--) {
      const at = below(text.length);
      text = text.slice(0, at) + (random() < 0.7 ? pick(NOISE) : "") + text.slice(at + below(2));
    }
    return text;
  };
  const fieldTooMany = () => `${wellFormed()} ${pick(["0", "*", "30", "0 *", "0 2027", "0 2027-2030"])}`;

  return () => {
    const kind = random();
    if (kind < 0.66) return wellFormed();
    if (kind < 0.96) return broken();
    return kind < 0.98 ? fieldTooMany() : pick(HOSTILE.split("|"));
  };
}
