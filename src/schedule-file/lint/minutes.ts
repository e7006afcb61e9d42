/** How far ahead fire times are compared, in days. */
export const LOOKED_AT_DAYS = 14;
const MINUTES = LOOKED_AT_DAYS * 24 * 60;

/** Some minutes of the 14 days, counted from the first minute, as bits. */
export type MinuteSet = Int32Array;

export function noMinutes(): MinuteSet {
  return new Int32Array(MINUTES / 32);
}

/** Adds a minute, unless it is outside the 14 days: such an index of a typed array is ignored. */
export function addMinute(minutes: MinuteSet, minute: number): void {
  minutes[minute >> 5] = (minutes[minute >> 5] ?? 0) | (1 << (minute & 31));
}

export function hasMinute(minutes: MinuteSet, minute: number): boolean {
  return (((minutes[minute >> 5] ?? 0) >>> (minute & 31)) & 1) === 1;
}

/** All of them, ascending. */
function minutesOf(minutes: MinuteSet): readonly number[] {
  const all: number[] = [];
  for (let index = 0; index < minutes.length; index++) {
    for (let rest = minutes[index] ?? 0; rest !== 0; rest &= rest - 1) all.push(32 * index + lowestBit(rest));
  }
  return all;
}

/** Adds `step` to the counts of `minutes`. */
export function addTo(counts: Int32Array, minutes: MinuteSet, step: 1 | -1): void {
  for (let index = 0; index < minutes.length; index++) {
    for (let rest = minutes[index] ?? 0; rest !== 0; rest &= rest - 1) {
      const minute = 32 * index + lowestBit(rest);
      counts[minute] = (counts[minute] ?? 0) + step;
    }
  }
}

/** A count of zero for each minute of the 14 days. */
export function noCounts(): Int32Array {
  return new Int32Array(MINUTES);
}

/** Some minutes, as a message shows them. */
export interface Occurrences {
  readonly first: number;
  readonly count: number;
}

/** Faster than a list of all minutes. */
export function occurrencesOf(minutes: MinuteSet): Occurrences {
  let first = 0;
  let count = 0;
  for (let index = 0; index < minutes.length; index++) {
    const word = minutes[index] ?? 0;
    if (word === 0) continue;
    if (count === 0) first = 32 * index + lowestBit(word);
    count += bitsOf(word);
  }
  return { first, count };
}

/** The minutes that all of them have. */
export function inAll([first = noMinutes(), ...others]: readonly MinuteSet[]): MinuteSet {
  const all = first.slice();
  for (const other of others) {
    for (let index = 0; index < all.length; index++) all[index] = (all[index] ?? 0) & (other[index] ?? 0);
  }
  return all;
}

/** How many bits are set: the sums of pairs, of fours and of eights, and then of all. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** The minutes in which runs start, and those in which a run is active. */
export interface Occupation {
  readonly starts: MinuteSet;
  readonly going: MinuteSet;
}

/** Runs that take `length` whole minutes, at least one. */
export function occupation(starts: MinuteSet, length: number): Occupation {
  if (length <= 1) return { starts, going: starts };
  const going = noMinutes();
  let end = 0;
  for (const start of minutesOf(starts)) {
    for (let minute = Math.max(start, end); minute < start + length; minute++) addMinute(going, minute);
    end = start + length;
  }
  return { starts, going };
}

/** The minutes in which a run of one starts while a run of the other is active. */
export function meetings(one: Occupation, other: Occupation): MinuteSet {
  const minutes = noMinutes();
  for (let index = 0; index < minutes.length; index++) minutes[index] = meetingWord(one, other, index);
  return minutes;
}

/** The first of their meetings, faster than finding all; undefined if they never meet. */
export function firstMeeting(one: Occupation, other: Occupation): number | undefined {
  for (let index = 0; index < one.starts.length; index++) {
    const word = meetingWord(one, other, index);
    if (word !== 0) return 32 * index + lowestBit(word);
  }
  return undefined;
}

function meetingWord(one: Occupation, other: Occupation, index: number): number {
  const oneStarts = (one.starts[index] ?? 0) & (other.going[index] ?? 0);
  return oneStarts | ((other.starts[index] ?? 0) & (one.going[index] ?? 0));
}
