#!/usr/bin/env node
import { runProgram } from "./program";
import { processTerminal } from "./terminal";

// Not process.exit: what is written to a pipe would be cut off.
void runProgram(process.argv.slice(2), processTerminal).then((code) => {
  process.exitCode = code;
});
