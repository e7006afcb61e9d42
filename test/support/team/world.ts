import { readFileSync } from "node:fs";
import { join } from "node:path";
import { input, type ShownSchedule } from "../../contract/contract-account";
import { runnable } from "../../contract/run-account";
import { installPulumi } from "../engine/pulumi-version";
import { type FaultProxy, startFaultProxy } from "../faults/proxy";
import { type RealAccount, realAccounts } from "../servers/real-accounts";
import { realServer } from "../servers/real-server";
import { withRotatedKey } from "./accounts";
import { firstFiles } from "./files";
import { TeamPipeline } from "./pipeline";
import { TeamRepository } from "./repository";

/** The team's stacks, in the order in which they get a change. Each has an account of its own. */
const stacks = ["staging", "prod"] as const;
export type Stack = (typeof stacks)[number];

/** From where each stack takes its key. */
export const keyVariables = { staging: "SKYVERN_API_KEY_STAGING", prod: "SKYVERN_API_KEY_PROD" } as const;

/** The secret in each stack's configuration. */
export const passwords = { staging: "staging-sesame-81", prod: "prod-sesame-82" } as const;

/** An account's schedules, by name. */
export type Schedules = Readonly<Record<string, ShownSchedule>>;

/** What there is around the team's repository: two accounts of the real server, all requests to it, the pipeline. */
export class TeamWorld {
  /** All keys that each account has had. */
  readonly keys: Readonly<Record<Stack, string[]>>;

  private constructor(
    readonly accounts: Record<Stack, RealAccount>,
    /** The way of the pipeline to the server, on which its requests are seen. */
    readonly proxy: FaultProxy,
    readonly pipeline: TeamPipeline,
    readonly workflows: Readonly<Record<Stack, readonly string[]>>,
    readonly team: TeamRepository,
  ) {
    this.keys = { staging: [accounts.staging.apiKey], prod: [accounts.prod.apiKey] };
  }

  static async create(): Promise<TeamWorld> {
    const installed = await installPulumi();
    const [staging, prod] = await realAccounts(stacks.map(accountName));
    if (staging === undefined || prod === undefined) throw new Error("no account");
    const accounts = { staging, prod };
    const proxy = await startFaultProxy(realServer().url);
    const pipeline = new TeamPipeline(installed, {
      SKYVERN_BASE_URL: proxy.url,
      SKYVERN_API_KEY: "of-nobody",
      [keyVariables.staging]: staging.apiKey,
      [keyVariables.prod]: prod.apiKey,
    });
    const workflows = {
      staging: await workflowsOf(staging, {}),
      prod: await workflowsOf(prod, runnable.failing),
    };
    const settings: Record<string, string> = {};
    for (const stack of stacks) {
      const keySetting = `--plaintext=skyvern:apiKeyEnv=${keyVariables[stack]}`;
      const passwordSetting = `--secret=portalPassword=${passwords[stack]}`;
      await pipeline.createStack(stack);
      await pipeline.succeed("config", "set-all", "--stack", stack, keySetting, passwordSetting);
      const name = `Pulumi.${stack}.yaml`;
      settings[name] = readFileSync(join(pipeline.folder, name), "utf8");
    }
    const team = await TeamRepository.create({ ...firstFiles, ...settings });
    return new TeamWorld(accounts, proxy, pipeline, workflows, team);
  }

  /** What both accounts hold, whole. */
  async schedules(): Promise<Readonly<Record<Stack, Schedules>>> {
    const { staging, prod } = this.accounts;
    return { staging: await staging.schedules(), prod: await prod.schedules() };
  }

  /** All that must stay as it is when nothing is to be changed: accounts, state, and what was sent. */
  async everything() {
    const { requests } = this.proxy;
    const writes = requests
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path}`);
    return { accounts: await this.schedules(), state: this.pipeline.stored(), writes };
  }

  /** Gives the account of a stack a new key, and the pipeline that one. */
  async rotateKey(stack: Stack): Promise<void> {
    this.accounts[stack] = await withRotatedKey(accountName(stack));
    const { apiKey } = this.accounts[stack];
    this.keys[stack].push(apiKey);
    this.pipeline.environment[keyVariables[stack]] = apiKey;
  }

  /** What the pipeline sent with a key of each stack: to workflows of its own account, and to others. */
  requestsByAccount() {
    const of = (stack: Stack) => {
      const sent = this.proxy.requests.filter(({ headers }) =>
        this.keys[stack].includes(headers["x-api-key"] ?? ""),
      );
      const named = sent.flatMap(({ path, body }) => (path + body).match(/\bwpid_\w+/g) ?? []);
      const own = this.workflows[stack];
      return {
        own: own.filter((id) => named.includes(id)).length,
        others: named.filter((id) => !own.includes(id)),
      };
    };
    return { staging: of("staging"), prod: of("prod") };
  }

  async remove(): Promise<void> {
    await this.proxy.close();
    this.pipeline.remove();
    this.team.remove();
    // Last, because the server may be gone: an open proxy would keep the test from ending.
    for (const account of Object.values(this.accounts)) await account.empty();
  }
}

function accountName(stack: Stack): string {
  return `team-week-${stack}`;
}

/** The workflows that the team's files name, and beside them a schedule that somebody made by hand. */
async function workflowsOf(account: RealAccount, smokeTest: object): Promise<readonly string[]> {
  const parameters = [input("vendor", "string"), input("password", "string")];
  const invoices = await account.createWorkflow(parameters, "Invoice download");
  const claims = await account.createWorkflow([], "Claim status check");
  const smoke = await account.createWorkflow([], "Smoke test", { ...smokeTest });
  await account.createSchedule(claims, { name: "by hand" });
  return [invoices, claims, smoke];
}
