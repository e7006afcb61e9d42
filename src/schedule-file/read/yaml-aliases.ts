import { type Alias, type Document, isAlias, isNode, type Node, visit } from "yaml";

/** What each alias of a document means: the last node before it that has the anchor. In one walk, for all of them. */
export function aliasedNodes(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchored = new Map<string, Node>();
  const aliased = new Map<Alias, Node>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const meant = anchored.get(node.source);
        if (meant !== undefined) aliased.set(node, meant);
      } else if (isNode(node) && node.anchor !== undefined) anchored.set(node.anchor, node);
    },
  });
  return aliased;
}
