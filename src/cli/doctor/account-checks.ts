import type { ServerCheck } from "../../lookup/server-check";
import { type Check, isAtLeast, ok, problem, warning } from "./check";

const server = (): typeof import("../../lookup/server-check") => require("../../lookup/server-check");

/** The first server with intervals and one-time schedules. */
const hasKinds = "1.0.55";

/** A larger difference of the clocks makes fire times, and the checks of new ones, wrong. */
const toleratedSeconds = 60;

/**
 * The settings of an account, its server and its key.
 *
 * @param configuration of the stack; empty without `--stack`
 * @param say gets a line before something that may take seconds
 */
export async function checkAccount(
  configuration: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<readonly Check[]> {
  const { connectionSettings, checkServer } = server();
  const reader = (key: string): string | undefined => configuration.get(key);
  const { baseUrl, proxy = { value: undefined }, apiKey } = connectionSettings(reader);
  const settings = [
    "value" in apiKey
      ? ok("api-key", `The API key comes from ${spokenSource(apiKey.value)}.`)
      : problem("api-key", apiKey.problem),
    "value" in baseUrl ? ok("base-url", baseUrl.value) : problem("base-url", baseUrl.problem),
    "value" in proxy
      ? ok("proxy", proxy.value === undefined ? "no proxy for this server" : proxy.value)
      : problem("proxy", proxy.problem),
  ];
  if ("problem" in baseUrl || "problem" in proxy) return settings;
  say(`asking ${baseUrl.value}`);
  return [...settings, ...serverChecks(await checkServer(reader))];
}

/** The reader of settings adds advice to the first one, which is about a refused key. */
function spokenSource(source: string): string {
  return source.startsWith("skyvern:")
    ? "skyvern:apiKey in the stack's configuration"
    : `the environment variable ${source}`;
}

/** The checks of what the server answered. */
export function serverChecks({ version, sample, clockOffsetSeconds }: ServerCheck): readonly Check[] {
  if ("problem" in version) return [problem("server", version.problem)];
  const checks = [
    ok(
      "server",
      version.value === undefined
        ? "The server answers. It does not report its version."
        : `The server answers. It is Skyvern ${version.value}.`,
    ),
  ];
  if (sample !== undefined && "problem" in sample) checks.push(problem("account", sample.problem));
  if (sample !== undefined && "value" in sample)
    checks.push(
      ok("account", `The server accepts the API key. Schedules in the account: ${sample.value.count}.`),
    );
  const knowsKinds =
    version.value === undefined
      ? sample !== undefined && "value" in sample
        ? sample.value.knowsKinds
        : undefined
      : isAtLeast(version.value, hasKinds);
  checks.push(kindsCheck(knowsKinds), ...clockChecks(clockOffsetSeconds));
  return checks;
}

function kindsCheck(knowsKinds: boolean | undefined): Check {
  const id = "schedule-kinds";
  if (knowsKinds === undefined)
    return ok(id, "It is unknown whether the server supports intervals and one-time schedules.");
  return knowsKinds
    ? ok(id, "The server supports cron expressions, intervals and one-time schedules.")
    : warning(
        id,
        "The server supports only cron expressions.",
        `For intervals and one-time schedules, update it to ${hasKinds} or later.`,
      );
}

function clockChecks(offset: number | undefined): readonly Check[] {
  if (offset === undefined) return [];
  const seconds = Math.abs(offset);
  if (seconds <= toleratedSeconds)
    return [ok("clock", `The clocks of this machine and the server differ by ${seconds} s.`)];
  return [
    warning(
      "clock",
      `The server's clock is ${seconds} s ${offset > 0 ? "ahead of" : "behind"} this machine's.`,
      "Set both clocks by a time server (NTP).",
    ),
  ];
}
