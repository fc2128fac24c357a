const word = /"((?:[^"\\]|\\.)*)"|(\S+)/gs;

function unescaped(text: string): string {
  const plain = text.replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
  return plain.replaceAll('%%', '%').replaceAll('$$', '$');
}

/** The words of a command in a unit file, as systemd hands them to the program. */
export function execWords(line: string): readonly string[] {
  return [...line.matchAll(word)].map(([, quoted, bare]) => (quoted === undefined ? (bare ?? '') : unescaped(quoted)));
}
