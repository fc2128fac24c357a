import { isPair, Scalar, visit, type Document } from 'yaml';

interface UnresolvedAlias {
  readonly offset: number;
  readonly message: string;
}

/** What has no shape that a manifest asks for. */
const nothing = Symbol('an alias that stands for nothing');

/**
 * Takes out aliases whose anchor is not written before them, or is that of what they stand in, and tells them: without that nothing of the
 * text could be read. Each leaves something that is wrong wherever it stands.
 */
export function takeOutUnresolved(document: Document.Parsed): readonly UnresolvedAlias[] {
  // An anchor that is written again stands for the later one from there on.
  const anchors = new Map<string, unknown>();
  const found: UnresolvedAlias[] = [];
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias(key, { source, range }, around) {
      const isWithin = around.some((node) => node === anchors.get(source));
      if (anchors.has(source) && !isWithin) return undefined;
      found.push({ offset: range?.[0] ?? 0, message: isWithin ? endless(source) : unknown(source) });
      const isInKey = key === 'key' || around.some((pair, at) => isPair(pair) && pair.key === around[at + 1]);
      const left = new Scalar(isInKey ? `*${source}` : nothing);
      left.range = range ?? null;
      return left;
    },
  });
  return found;
}

function unknown(source: string): string {
  return `*${source} stands for nothing, since no &${source} is written before it; a text that begins with * has to be in quotes`;
}

function endless(source: string): string {
  return `*${source} stands within what &${source} names, and so for something without end; write out what is meant here`;
}
