import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fromRunner } from "../engine/pulumi-project";
import { RealAccount } from "../servers/real-accounts";
import { realServer } from "../servers/real-server";

/** The server goes on to accept a key that it has looked up for a minute (`AUTHENTICATION_TTL`). */
const longestMemoryMs = 75_000;

/** Gives an account of `realAccounts` a new key in place of the one that it has; returns the account with that. */
export async function withRotatedKey(name: string): Promise<RealAccount> {
  const { url } = realServer();
  const script = join(__dirname, "rotate-key.py");
  const { stdout } = await promisify(execFile)(fromRunner("SKYVERN_PYTHON"), [
    script,
    new URL(url).port,
    name,
  ]);
  const apiKey = stdout.trim();
  return new RealAccount(() => ({ url, apiKey }));
}

/** Waits until the server refuses a key that is not valid any more. */
export async function untilRefused(apiKey: string): Promise<void> {
  const account = new RealAccount(() => ({ url: realServer().url, apiKey }));
  for (const began = Date.now(); Date.now() - began < longestMemoryMs; await sleep(500)) {
    if ((await account.call("GET", "/v1/schedules")).status === 403) return;
  }
  throw new Error("The server goes on to accept a key that is not valid any more.");
}
