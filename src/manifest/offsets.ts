import { isMap, isPair, isScalar, isSeq, type Document, type Pair, type YAMLMap } from 'yaml';

/** Where the parts of a manifest stand in its text. */
export class Offsets {
  /** Pairs of maps by key: thousands of problems may be looked up in one map. */
  private readonly pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(private readonly document: Document.Parsed) {}

  /** That of a part, or of the nearest part around it that is written; `isKey` asks for the key rather than what stands behind it. */
  of(path: readonly string[], isKey: true | undefined): number {
    const { contents } = this.document;
    let node: unknown = contents;
    let offset = contents?.range?.[0] ?? 0;
    for (const [depth, part] of path.entries()) {
      if (isMap(node)) {
        const pair = this.pairsOf(node).get(part);
        if (pair === undefined || !isScalar(pair.key)) return offset;
        const wantsKey = isKey === true && depth === path.length - 1;
        offset = pair.key.range?.[0] ?? offset;
        node = pair.value;
        if (wantsKey) return offset;
      } else if (isSeq(node)) node = node.items[Number(part)];
      else return offset;
      if (isScalar(node) || isMap(node) || isSeq(node)) offset = node.range?.[0] ?? offset;
    }
    return offset;
  }

  private pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    for (const pair of map.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = String(pair.key.value);
      if (!pairs.has(key)) pairs.set(key, pair);
    }
    this.pairs.set(map, pairs);
    return pairs;
  }
}
