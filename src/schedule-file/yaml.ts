/**
 * The part of `yaml` that the package uses. tools/bundle.mjs makes one file of it: `yaml` is 72 files, and loading them
 * takes three times as long.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export {
  type Alias,
  Composer,
  CST,
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  parse,
  parseAllDocuments,
  parseDocument,
  Scalar,
  type Tags,
  visit,
  type YAMLMap,
  type YAMLParseError,
  type YAMLWarning,
} from "yaml";
