import { Account } from "../../../src/provider/account";
import { Notes } from "../../../src/provider/notes";
import type { ProviderContext } from "../../../src/provider/provider-context";
import { Secret } from "../../../src/secret";
import {
  type ContractTarget,
  type JsonFields,
  type ShownSchedule,
  schedulesOf,
} from "../../contract/contract-account";
import { RunAccount, rowsOf } from "../../contract/run-account";
import type { DoorProcess, FaultDoor } from "./doors";
import { type FaultProxy, type ProxiedRequest, startFaultProxy } from "./proxy";

export const usualPatience = 30_000;

/** One account of a server behind a fault proxy, reached through one door; each lifecycle that it gives is a new provider process. */
export class FaultWorld {
  /** Past the proxy: what a person does, and what the server really holds. */
  readonly account: RunAccount;
  readonly proxy: FaultProxy;
  /** The time limit of a request of the processes that are made, in milliseconds; a busy machine takes its time. */
  patience = usualPatience;
  readonly #door: FaultDoor;
  readonly #accounts: Account[] = [];
  readonly #processes: DoorProcess[] = [];

  private constructor(target: ContractTarget, door: FaultDoor, proxy: FaultProxy) {
    this.#door = door;
    this.account = new RunAccount(() => target);
    this.proxy = proxy;
  }

  /** Gives `work` a world of its own, and removes afterwards what was made there. */
  static async with<Result>(
    target: ContractTarget,
    door: FaultDoor,
    work: (world: FaultWorld) => Promise<Result>,
  ): Promise<Result> {
    const world = new FaultWorld(target, door, await startFaultProxy(target.url));
    try {
      return await work(world);
    } finally {
      for (const process of world.#processes) process.close();
      await world.proxy.close();
      await Promise.all(world.#accounts.map((account) => account.client.close().catch(() => undefined)));
      await world.account.removeAll();
    }
  }

  scheduleProcess(): DoorProcess["lifecycle"] {
    return this.#process("WorkflowSchedule");
  }

  runProcess(): DoorProcess["lifecycle"] {
    return this.#process("WorkflowRun");
  }

  #process(kind: Parameters<FaultDoor["open"]>[0]): DoorProcess["lifecycle"] {
    const process = this.#door.open(kind, this.#context());
    this.#processes.push(process);
    return process.lifecycle;
  }

  /** The schedules of a workflow, as the server has them. */
  async schedulesOf(workflowId: string): Promise<readonly ShownSchedule[]> {
    return schedulesOf(await this.account.call("GET", `/v1/workflows/${workflowId}/schedules`));
  }

  /** The runs of a workflow, newest first. */
  async runsOf(workflowId: string): Promise<readonly JsonFields[]> {
    return rowsOf(
      await this.account.call("GET", `/v1/runs?workflow_permanent_id=${workflowId}&page_size=100`),
    );
  }

  /** The requests since the last `clear` that change something on the server. */
  get writes(): readonly ProxiedRequest[] {
    return this.proxy.requests.filter(({ method }) => method !== "GET");
  }

  #context(): ProviderContext {
    const settings = {
      apiKey: new Secret(this.account.apiKey),
      apiKeySource: "SKYVERN_API_KEY",
      baseUrl: this.proxy.url,
      timeoutMilliseconds: this.patience,
    };
    const account = new Account(settings);
    this.#accounts.push(account);
    const notes = Object.assign(new Notes(), { print: () => undefined });
    const quiet = { notes, showProgress: async () => undefined, showWarning: async () => undefined };
    return { account: () => account, checksLive: () => true, ...quiet };
  }
}
