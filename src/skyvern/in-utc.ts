/** The server's times come without a zone and mean UTC. Returns ISO 8601 with a zone. */
export function inUtc(time: string): string {
  return /(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`;
}
