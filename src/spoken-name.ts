/** How a sentence names a schedule: `"nightly"`, or `without a name`. */
export function spokenName(name: string | null | undefined): string {
  return name === null || name === undefined ? "without a name" : `"${name}"`;
}
