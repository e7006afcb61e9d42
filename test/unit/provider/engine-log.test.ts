import { showProgress, showWarning } from "../../../src/provider/engine-log";

describe("an engine log that cannot be opened", () => {
  const address = process.argv[2];
  const print = jest.spyOn(console, "log").mockImplementation(() => undefined);

  beforeAll(() => {
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
