import { createInterface } from "node:readline";
import { CommandFailure } from "../usage";
import type { Ask } from "./settings";

/**
 * Asks on a terminal. Ctrl-C and Ctrl-D end the command. The questions go to standard error, like progress. Lines that
 * are typed ahead, or pasted together, answer the next questions.
 */
export async function withQuestions<Result>(
  use: (ask: Ask) => Promise<Result>,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<Result> {
  const lines = createInterface({ input, output });
  const answers = lines[Symbol.asyncIterator]();
  try {
    return await use(async (question) => {
      lines.setPrompt(question);
      lines.prompt();
      const { done, value } = await answers.next();
      if (done !== true) return value;
      output.write("\n");
      throw new CommandFailure("Stopped at a question. Nothing was written.");
    });
  } finally {
    lines.close();
  }
}
