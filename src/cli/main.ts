#!/usr/bin/env node
import { runProgram } from "./program";
import { processTerminal } from "./terminal";

// Who reads may end first: on Ctrl-C, `tee` does. An 'error' that nobody hears would end this process, and Pulumi with
// it in the middle of its step.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

// Not process.exit: what is written to a pipe would be cut off.
void runProgram(process.argv.slice(2), processTerminal).then((code) => {
  process.exitCode = code;
});
