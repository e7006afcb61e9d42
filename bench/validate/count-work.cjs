// Prints the work of the processor for the whole process as the last line of its output, in milliseconds.
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`\n${(user + system) / 1000}\n`);
});
