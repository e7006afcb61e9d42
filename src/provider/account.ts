import type { SkyvernError } from "../errors";
import { createClient, type SkyvernClient } from "../skyvern/client";
import { ScheduleReader } from "./schedule-reader";
import type { Settings } from "./settings";
import { WorkflowReader } from "./workflow-reader";

/** What this process knows of one Skyvern account, shared by all its resources. */
export class Account {
  readonly client: SkyvernClient;
  readonly checkWorkflows: boolean;
  readonly workflows: WorkflowReader;
  readonly schedules: ScheduleReader;
  readonly #noted = new Set<string>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(settings: Settings) {
    this.client = createClient(settings);
    this.checkWorkflows = settings.checkWorkflows;
    this.workflows = new WorkflowReader(this.client);
    this.schedules = new ScheduleReader(this.client);
  }

  /** Says something once; what a provider process prints, the engine shows with the stack. */
  note(text: string): void {
    if (this.#noted.has(text)) return;
    this.#noted.add(text);
    console.log(text);
  }

  /** Does `work` when all earlier work of the same key has ended. */
  inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work);
    this.#turns.set(key, turn);
    return turn;
  }

  /** Notes that a check against the live server was left out. */
  noteSkippedCheck(why: SkyvernError): void {
    this.note(`Workflows and their parameters were not checked against Skyvern: ${why.message}`);
  }
}
