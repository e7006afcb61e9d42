/**
 * The key of the sandbox of the command line. It is the same at each start, so that a terminal keeps its settings. It is
 * not a common word, because Pulumi hides secrets in texts.
 */
export const localKey = "sandbox-local-key";
