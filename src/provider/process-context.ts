import { Account } from "./account";
import { Notes } from "./notes";
import type { ProviderContext } from "./provider-context";
import { accountKey, type ConfigurationReader, checksWorkflows, readSettings } from "./settings";

/** What a process shows to the user while a lifecycle works. */
interface Log extends Pick<ProviderContext, "showProgress" | "showWarning"> {
  /** Shows a note. @default prints it */
  readonly showNote?: (text: string) => Promise<void>;
}

/**
 * The context of the lifecycles of one process, or of one provider instance of a plugin.
 *
 * The engine may call a lifecycle before `configure` has ended. So `configure` only stores the configuration, and the
 * first call that needs the account reads the settings.
 */
export class ProcessContext implements ProviderContext {
  readonly notes: Notes;
  readonly showProgress: Log["showProgress"];
  readonly showWarning: Log["showWarning"];
  #configuration: ConfigurationReader = () => undefined;
  /** The settings of a process do not change. */
  #account: Account | undefined;

  constructor({ showProgress, showWarning, showNote }: Log) {
    this.notes = new Notes(showNote, topics);
    this.showProgress = showProgress;
    this.showWarning = showWarning;
  }

  configure(configuration: ConfigurationReader): void {
    this.#configuration = configuration;
    this.#account = undefined;
  }

  readonly configuration: ConfigurationReader = (key) => this.#configuration(key);

  readonly account = (): Account => {
    this.#account ??= accountFor(this.#configuration);
    return this.#account;
  };

  readonly checksLive = (): boolean => checksWorkflows(this.#configuration);
}

/** The notes of this process, so that each is shown once for all its resources. */
const topics = new Set<string>();

/** Resources of this process with the same settings share an account. */
const accounts = new Map<string, Account>();

function accountFor(configuration: ConfigurationReader): Account {
  const settings = readSettings(configuration);
  const key = accountKey(settings);
  const account = accounts.get(key) ?? new Account(settings);
  accounts.set(key, account);
  return account;
}
