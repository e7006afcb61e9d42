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
export function minutesOf(minutes: MinuteSet): readonly number[] {
  const all: number[] = [];
  for (const [index, word] of minutes.entries()) {
    for (let rest = word; rest !== 0; rest &= rest - 1) all.push(32 * index + lowestBit(rest));
  }
  return all;
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
  return one.starts.map((_, index) => meetingWord(one, other, index));
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
