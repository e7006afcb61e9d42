import { answerAfter, cutAnswer, delayed, dropAfter, type Fault } from "../faults/proxy";

const html = "<html>Bad gateway</html>";

/** The time limit of a client that gives up on the late one of the {@link lostAnswers}. */
export const impatientMilliseconds = 1000;

/** Every way in which the server carries out a request and its answer is lost. */
export const lostAnswers: readonly (readonly [how: string, fault: Fault])[] = [
  ["is dropped", dropAfter],
  ["is cut half-way", cutAnswer],
  ["comes after the time limit", delayed(3000)],
  ["is a gateway's 500", answerAfter(500, html)],
  ["is a gateway's 502", answerAfter(502, html)],
  ["is a gateway's 503 with Retry-After", answerAfter(503, html, { "retry-after": "0" })],
  ["is a gateway's 504", answerAfter(504, html)],
  ["is not JSON", answerAfter(200, html)],
  ["is JSON of another shape", answerAfter(200, '{"ok":true}')],
];
