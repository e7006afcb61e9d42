import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  answer,
  answerAfter,
  arrivesLate,
  cutAnswer,
  delayed,
  dropAfter,
  dropBefore,
  type Fault,
  redirect,
} from "./proxy";

/** The time limit of a client whose answers come too late, in milliseconds. */
export const shortPatience = 1000;
const tooLate = 2 * shortPatience;
const html = "<html>Bad gateway</html>";
const otherShape = '{"status":"maintenance"}';
const soon = { "retry-after": "0" };
/** Longer than a client waits, which gives up at once. */
const nextHour = { "retry-after": "3600" };

/** What can become of a request on its way, by name; `elsewhere` is the address of another host. */
export function requestFaults(elsewhere: string): Readonly<Record<string, Fault>> {
  return {
    "dropped before the server saw it": dropBefore,
    "dropped after the server acted": dropAfter,
    "answer cut half-way": cutAnswer,
    "500 instead of acting": answer(500, html),
    "500 after acting": answerAfter(500, html),
    "502 instead of acting": answer(502, html),
    "502 after acting": answerAfter(502, html),
    "503 instead of acting": answer(503, html),
    "503 after acting": answerAfter(503, html),
    "503 with Retry-After": answer(503, html, soon),
    "503 with Retry-After, after acting": answerAfter(503, html, soon),
    "503 until the next hour": answer(503, html, nextHour),
    "429": answer(429, '{"detail":"slow down"}'),
    "429 with Retry-After": answer(429, "", soon),
    "429 until the next hour": answer(429, "", nextHour),
    "not JSON, instead of acting": answer(200, html),
    "not JSON, after acting": answerAfter(200, html),
    "JSON of another shape, instead of acting": answer(200, otherShape),
    "JSON of another shape, after acting": answerAfter(200, otherShape),
    "answer slower than the timeout": delayed(tooLate),
    "done only after the timeout": arrivesLate(tooLate),
    "redirect to another host": redirect(`${elsewhere}/stolen`),
  };
}

/** Those that may well befall every request of a kind. */
export const lastingFaults: readonly string[] = [
  "dropped before the server saw it",
  "dropped after the server acted",
  "502 instead of acting",
  "502 after acting",
  "429",
  "answer slower than the timeout",
];

/** Whether a client with its usual patience would wait too long for a test. */
export function isAboutTime(fault: string): boolean {
  return fault.includes("timeout");
}

/** Another host, to which no request must ever come. */
export interface OtherHost {
  readonly url: string;
  /** The requests that came all the same. */
  readonly requests: readonly string[];
  close(): void;
}

export async function startOtherHost(): Promise<OtherHost> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    outgoing.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}
