import { createLimit } from "../../../src/skyvern/limit";

describe("a limit of work at a time", () => {
  /** Work that ends when the test says so. */
  function piece(started: string[], name: string) {
    let end: (error?: Error) => void = () => undefined;
    const work = () =>
      new Promise<string>((resolve, reject) => {
        started.push(name);
        end = (error) => (error === undefined ? resolve(name) : reject(error));
      });
    return { work, end: (error?: Error) => end(error) };
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it("starts no more work than it allows, and the rest in order as the first ends or fails", async () => {
    const limit = createLimit(2);
    const started: string[] = [];
    const pieces = ["a", "b", "c", "d"].map((name) => piece(started, name));
    const [a, b, c, d] = pieces.map(({ work }) => limit(work));
    await settle();
    expect(started).toEqual(["a", "b"]);
    pieces[1]?.end();
    expect(await b).toBe("b");
    await settle();
    expect(started).toEqual(["a", "b", "c"]);
    pieces[0]?.end(new Error("failed"));
    await expect(a).rejects.toThrow("failed");
    await settle();
    expect(started).toEqual(["a", "b", "c", "d"]);
    for (const one of pieces) one.end();
    expect(await Promise.all([c, d])).toEqual(["c", "d"]);
  });

  it("has all places free again after work has ended", async () => {
    const limit = createLimit(2);
    for (let round = 0; round < 3; round++) {
      const started: string[] = [];
      const pieces = ["a", "b", "c"].map((name) => piece(started, name));
      const all = pieces.map(({ work }) => limit(work));
      await settle();
      expect(started).toEqual(["a", "b"]);
      for (const one of pieces) {
        one.end();
        await settle();
      }
      expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
    }
  });
});
