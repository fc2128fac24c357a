/** First line of every file that is ours as a whole: what carries it may be replaced and removed, whatever the ledger says. */
export const ownMark = '# Managed by Hostwright: changes made here are undone.';

export function carriesOurMark(content: string): boolean {
  return content.startsWith(`${ownMark}\n`);
}
