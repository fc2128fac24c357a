/** Longer than any word that is asked for here: nobody slips once in so many letters. */
const longestWord = 100;

/**
 * How many letters are added, taken away, replaced, or swapped with the next one to make one word of the other; no more than that they
 * are too many is told of what needs more than `most`.
 */
function slipsBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let former: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
  for (let letter = 0; letter < one.length; letter++) {
    const row = [letter + 1];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[letter] === other[column - 1];
      const isSwapped = one[letter] === other[column - 2] && one[letter - 1] === other[column - 1];
      const swapped = isSwapped ? at(former, column - 2) + 1 : Infinity;
      row.push(
        Math.min(at(above, column - 1) + (isSame ? 0 : 1), at(above, column) + 1, at(row, column - 1) + 1, swapped),
      );
    }
    // A row rests on the two above it, and never has less than the least of both.
    if (Math.min(...above, ...row) > most) return Infinity;
    [former, above] = [above, row];
  }
  return at(above, other.length);
}

/** So many letters of a word make a slip in it likely, unless it is said otherwise. */
const lettersOfSlip = 3;

/**
 * The word that was most likely meant by another one; undefined where none is near enough for a slip. Case does not count. Of words that
 * are as near one with the same last letter comes first: names end in the number that tells them apart.
 * @param lettersPerSlip one slip is believed for so many letters; more where words differ in few
 */
export function alike(written: string, words: Iterable<string>, lettersPerSlip = lettersOfSlip): string | undefined {
  if (written.length > longestWord) return undefined;
  const asked = written.toLowerCase();
  const endsAlike = (word: string): boolean => word.at(-1)?.toLowerCase() === asked.at(-1);
  let nearest: string | undefined;
  let fewest = Math.min(3, Math.max(1, Math.floor(written.length / lettersPerSlip)));
  for (const word of words) {
    const slips = slipsBetween(asked, word.toLowerCase(), fewest);
    if (slips > fewest) continue;
    if (slips === fewest && nearest !== undefined && (endsAlike(nearest) || !endsAlike(word))) continue;
    nearest = word;
    fewest = slips;
  }
  return nearest;
}

/** The same as a question, in front of what else is told; empty where none is near. */
export function didYouMean(written: string, words: Iterable<string>, lettersPerSlip = lettersOfSlip): string {
  const word = alike(written, words, lettersPerSlip);
  return word === undefined ? '' : `did you mean ${word}? `;
}
