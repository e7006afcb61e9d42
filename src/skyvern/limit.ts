/** Runs work that is handed to it, some of it at a time. */
export type Limit = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets at most `most` pieces of work go on at a time; the others wait in order. */
export function createLimit(most: number): Limit {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
