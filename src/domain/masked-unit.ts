/** A unit that a person has masked, as systemctl names it, by itself or by its file, and as steps do; the name is all of it that a command takes up. */
const masked = /(?<=^|[\s/(])([A-Za-z0-9][\w.@:-]*\.[a-z]+) is masked\b/;

/** The unit in what was said to be masked; undefined where something else was said. */
export function maskedUnitSaid(message: string): string | undefined {
  return masked.exec(message)?.[1];
}

/** What a person runs as root for a unit to be started again: by itself `unmask` leaves what is masked until a boot only. */
export function unmasking(...units: readonly string[]): string {
  const names = units.join(' ');
  return `systemctl unmask ${names} && systemctl unmask --runtime ${names}`;
}
