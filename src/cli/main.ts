#!/usr/bin/env node
import { runProgram } from "./program";
import { processTerminal } from "./terminal";

// The reader may end first, as `tee` does on Ctrl-C. An unhandled 'error' would end this process, and Pulumi with it in
// the middle of a step.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

// Not process.exit: it would cut off the output to a pipe.
void runProgram(process.argv.slice(2), processTerminal).then((code) => {
  process.exitCode = code;
});
