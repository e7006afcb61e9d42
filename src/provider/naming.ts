import { isSkyvernError } from "../errors";

/** Names first what was to be done if a request that only looks something up fails: nobody asked for that request. */
export async function naming<Result>(operation: () => string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isSkyvernError(error) || !/^(list|look|read) /.test(error.operation ?? "")) throw error;
    // If a refresh reads its own schedule, the request names it.
    const start = /^\w+ \w+/;
    const isNamed = start.exec(error.operation ?? "")?.[0] === start.exec(operation())?.[0];
    throw isNamed ? error : error.during(operation());
  }
}
