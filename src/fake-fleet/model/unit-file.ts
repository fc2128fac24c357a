/** The settings of a unit file by section and name, e.g. `Service.ExecStart`; each with all its values in order. */
export function parseUnitFile(content: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  let section = '';
  for (const line of content.split('\n').map((text) => text.trim())) {
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    if (heading !== undefined) section = heading;
    const equals = line.indexOf('=');
    if (heading !== undefined || equals < 1 || line.startsWith('#')) continue;
    const name = `${section}.${line.slice(0, equals)}`;
    settings.set(name, [...(settings.get(name) ?? []), line.slice(equals + 1)]);
  }
  return settings;
}
