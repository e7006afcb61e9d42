import { EngineClient, grpc, LogRequest, LogSeverity } from "./stubs";

/** The log of the engine at an address, which may be given later (`Attach`). */
export class Engine {
  #client: InstanceType<typeof EngineClient> | undefined;
  /** Empty until it is known. */
  address = "";

  connect(address: string): void {
    this.#client?.close();
    this.address = address;
    this.#client = new EngineClient(address, grpc.credentials.createInsecure());
  }

  /**
   * A line that cannot be shown must not fail what it is about.
   *
   * @param urn the resource at which it is shown. @default the stack
   * @param isLasting whether the line stays in the final diagnostics
   */
  async showProgress(text: string, urn?: string, isLasting = false): Promise<void> {
    await this.#log(LogSeverity.INFO, text, urn, !isLasting).catch(() => undefined);
  }

  /** If the engine does not accept it, the warning goes to standard error, which the engine shows. */
  async showWarning(text: string, urn?: string): Promise<void> {
    await this.#log(LogSeverity.WARNING, text, urn, false).catch(() => console.error(`warning: ${text}`));
  }

  #log(
    severity: (typeof LogSeverity)["INFO" | "WARNING"],
    text: string,
    urn = "",
    isEphemeral: boolean,
  ): Promise<void> {
    const request = new LogRequest()
      .setSeverity(severity)
      .setMessage(text)
      .setUrn(urn)
      .setEphemeral(isEphemeral);
    return new Promise((resolve, reject) => {
      if (this.#client === undefined) reject(new Error("The engine's address is unknown."));
      else this.#client.log(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }
}
