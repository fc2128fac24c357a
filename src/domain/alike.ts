/** How many letters are added, taken away, replaced, or swapped with the next one to make one word of the other. */
function slipsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const slips = [
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        ...(isSwapped ? [at(row - 2, column - 2) + 1] : []),
      ];
      rows[row]?.push(Math.min(...slips));
    }
  }
  return at(one.length, other.length);
}

/** The word that was most likely meant by another one; undefined where none is near enough for a slip. Case does not count. */
export function alike(written: string, words: Iterable<string>): string | undefined {
  const mostSlips = Math.min(3, Math.max(1, Math.floor(written.length / 3)));
  const near = [...words]
    .map((word) => ({ word, slips: slipsBetween(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ slips }) => slips <= mostSlips)
    .toSorted((a, b) => a.slips - b.slips);
  return near[0]?.word;
}

/** The same as a question, in front of what else is told; empty where none is near. */
export function didYouMean(written: string, words: Iterable<string>): string {
  const word = alike(written, words);
  return word === undefined ? '' : `did you mean ${word}? `;
}
