import { Scalar, visit, type Document } from 'yaml';

interface UnresolvedAlias {
  readonly offset: number;
  readonly message: string;
}

/** What has no shape that a manifest asks for. */
const nothing = Symbol('an alias that stands for nothing');

/**
 * Takes out aliases whose anchor is not written before them, and tells them: without that nothing of the text could be read. Each leaves
 * something that is wrong wherever it stands.
 */
export function takeOutUnresolved(document: Document.Parsed): readonly UnresolvedAlias[] {
  const anchors = new Set<string>();
  const found: UnresolvedAlias[] = [];
  visit(document, {
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(key, { source, range }) {
      if (anchors.has(source)) return undefined;
      const message = `*${source} stands for nothing, since no &${source} is written before it; a text that begins with * has to be in quotes`;
      found.push({ offset: range?.[0] ?? 0, message });
      const left = new Scalar(key === 'key' ? `*${source}` : nothing);
      left.range = range ?? null;
      return left;
    },
  });
  return found;
}
