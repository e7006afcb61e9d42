import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ContractTarget } from "../../contract/contract-account";
import { fromRunner } from "../engine/pulumi-project";

/** One call of the official SDK: what it returned and the classes of that, or its error. */
interface ClientStep {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly error?: string;
  readonly status?: number;
}

/** The calls by area and name. Ids, times and the mark of this run are replaced. */
export type ClientRecord = Readonly<Record<string, Readonly<Record<string, ClientStep>>>>;

const id = /\b(asp|cp|o|op|tr|w|wfs|wp|wpid|wr)_(?:[0-9a-f]{64}|\d+)\b/g;
const uuid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g;
/** A server's own time, of a year before 2090: the script sends later ones. It has no fraction if that is 0. */
const time = /("[a-z_]+_at":)"20[0-8]\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)?"/g;

/** Drives servers with the official Python SDK, which is in the same environment as the real server. */
export async function driveOfficialClient(targets: readonly ContractTarget[]): Promise<ClientRecord[]> {
  const script = join(__dirname, "official-client.py");
  const urls = targets.map(({ url }) => url);
  const keys = targets.map(({ apiKey }) => apiKey).join(" ");
  const { PATH = "", HOME = "" } = process.env;
  const { stdout } = await promisify(execFile)(fromRunner("SKYVERN_PYTHON"), [script, ...urls], {
    env: { PATH, HOME, SKYVERN_API_KEYS: keys, SKYVERN_TELEMETRY: "false", PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { mark, seen } = JSON.parse(stdout) as {
    readonly mark: string;
    readonly seen: readonly ClientRecord[];
  };
  return seen.map((record) => JSON.parse(withoutIds(JSON.stringify(record).replaceAll(mark, "MARK"))));
}

/** The text with `wpid_#1` for the first workflow that it names, and so on. Equal ids stay equal. */
function withoutIds(text: string): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (found: string, kind: string): string => {
    const known = names.get(found);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const name = `${kind}_#${count}`;
    names.set(found, name);
    return name;
  };
  return text.replace(id, nameOf).replace(uuid, "UUID").replace(time, '$1"TIME"');
}
