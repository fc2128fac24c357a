/** What a command may show as it is: of a host's words, others could make a shell do something else than they say. */
const plain = /^[\w.:-]+$/;

/** A name that a host gave, for a command that a person runs there; the placeholder where it would need quoting. */
export function inCommand(name: string, placeholder: string): string {
  return plain.test(name) && !name.startsWith('-') ? name : placeholder;
}
