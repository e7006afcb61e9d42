import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ContractAccount, type ShownSchedule, schedulesOf } from "../../contract/contract-account";
import { rowsOf } from "../../contract/run-account";
import { fromRunner } from "../engine/pulumi-project";
import { realServer } from "./real-server";

/** An account of the real server that belongs to one test file alone, so that all that is in it can be looked at. */
export class RealAccount extends ContractAccount {
  /** All schedules, by name; times of runs to come, which go on by themselves, are left out. */
  async schedules(): Promise<Readonly<Record<string, ShownSchedule>>> {
    const answer = await this.call("GET", "/v1/schedules?page_size=100");
    const shown = schedulesOf(answer).map(({ next_run: _, ...schedule }) => schedule as ShownSchedule);
    expect(answer.body).toMatchObject({ total_count: shown.length });
    return Object.fromEntries(shown.map((schedule) => [String(schedule.name), schedule]));
  }

  /** The ids of a workflow's runs. */
  async runsOf(workflowId: string): Promise<readonly unknown[]> {
    const rows = rowsOf(await this.call("GET", `/v1/workflows/${workflowId}/runs?page_size=100`));
    return rows.map((row) => row.workflow_run_id);
  }

  /** Deletes all workflows, which deletes their schedules: a test that was cut off leaves some that go on firing. */
  async empty(): Promise<void> {
    const rows = rowsOf(await this.call("GET", "/v1/workflows?page_size=1000"));
    for (const { workflow_permanent_id: id } of rows) await this.call("POST", `/v1/workflows/${id}/delete`);
    expect(await this.schedules()).toEqual({});
  }
}

/** Empty accounts of these names, each with a key of its own, made in the server's database where they are new. */
export async function realAccounts(names: readonly string[]): Promise<readonly RealAccount[]> {
  const { url } = realServer();
  const script = join(__dirname, "../../../tools/skyvern-accounts.py");
  const { stdout } = await promisify(execFile)(fromRunner("SKYVERN_PYTHON"), [
    script,
    new URL(url).port,
    ...names,
  ]);
  const accounts = names.map((name) => {
    const apiKey = stdout
      .split("\n")
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);
    if (apiKey === undefined) throw new Error(`skyvern-accounts.py gave no key for ${name}.`);
    return new RealAccount(() => ({ url, apiKey }));
  });
  for (const account of accounts) await account.empty();
  return accounts;
}
