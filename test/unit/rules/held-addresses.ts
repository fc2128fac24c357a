/** What a host says that has one link up with these addresses. */
export function held(...texts: readonly string[]): string {
  const addr_info = texts.map((local) => ({ family: 'inet', local, prefixlen: 24, scope: 'global' }));
  return JSON.stringify([{ ifname: 'eth0', flags: ['UP'], address: '02:00:00:00:00:01', addr_info }]);
}
