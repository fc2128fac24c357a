/** What is said where a MySQL server sees a user come from an address that no host declares. */
export function seenElsewhere(user: string, source: string): string {
  return `the server sees ${user} come from ${source}, which no host declares`;
}

/** The address in what was said so; undefined where something else was said. */
export function sourceSeen(message: string): string | undefined {
  return /\bthe server sees \S+ come from (\S+), which no host declares\b/.exec(message)?.[1];
}
