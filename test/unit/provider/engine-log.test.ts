import { showProgress, showWarning } from "../../../src/provider/engine-log";

// lamassu/lamassu-machine#423, apmantza/pi-lens#1970, firezone/firezone#15280
describe("an engine that no longer takes a line", () => {
  const address = process.argv[2];
  let print: jest.SpyInstance;
  const failure = (code: string) => Object.assign(new Error(`write ${code}`), { code });
  const thrown = (code: string) => () => {
    throw failure(code);
  };
  beforeEach(() => {
    print = jest.spyOn(console, "log").mockImplementation(() => undefined);
    process.argv[2] = "127.0.0.1:1";
  });
  afterEach(() => {
    jest.dontMock("@pulumi/pulumi/log");
    jest.resetModules();
    print.mockRestore();
    if (address === undefined) process.argv.splice(2);
    else process.argv[2] = address;
  });
  it.each([
    ["EPIPE", thrown("EPIPE")],
    ["ERR_STREAM_DESTROYED", async () => Promise.reject(failure("ERR_STREAM_DESTROYED"))],
    ["a closed pipe", async () => Promise.reject(failure("ECONNRESET"))],
  ])("because of %s fails neither the run whose progress is shown nor a warning", async (_, fail) => {
    jest.resetModules();
    jest.doMock("@pulumi/pulumi/log", () => ({ info: fail, warn: fail }));
    const log =
      require("../../../src/provider/engine-log") as typeof import("../../../src/provider/engine-log");
    await expect(log.showProgress("running 2m", "urn", true)).resolves.toBeUndefined();
    await expect(log.showWarning("A run may have been lost.", "urn")).resolves.toBeUndefined();
    expect(print.mock.calls).toEqual([["warning: A run may have been lost."]]);
  });
});

describe("an engine log that cannot be opened", () => {
  const address = process.argv[2];
  let print: jest.SpyInstance;

  beforeAll(() => {
    print = jest.spyOn(console, "log").mockImplementation(() => undefined);
    // As an SDK of another version, or a damaged installation, fails.
    jest.doMock("@pulumi/pulumi/log", () => {
      throw new TypeError("log is not available");
    });
    process.argv[2] = "127.0.0.1:1";
  });
  afterAll(() => {
    jest.dontMock("@pulumi/pulumi/log");
    print.mockRestore();
    if (address === undefined) process.argv.splice(2);
    else process.argv[2] = address;
  });

  it("does not fail the run whose progress is shown", () => {
    expect(() => showProgress("running 2m", "urn", true)).not.toThrow();
  });

  it("prints a warning on standard output instead", async () => {
    await showWarning("A run may have been lost.");
    expect(print).toHaveBeenCalledWith("warning: A run may have been lost.");
  });
});
