const programs = {
  nfs: '    100003    3   tcp   2049  nfs',
  mount: '    100005    3   tcp  40002  mountd',
  lockManager: '    100021    4   tcp  40003  nlockmgr',
  lockStatus: '    100024    1   tcp  40001  status',
  quota: '    100011    1   tcp  40004  rquotad',
} as const;

/** What rpcinfo prints of a host whose port mapper knows every service of NFS but these. */
export function registeredBut(...forgotten: readonly (keyof typeof programs)[]): string {
  const lines = Object.entries(programs).flatMap(([name, line]) =>
    forgotten.some((one) => one === name) ? [] : [line],
  );
  return `${['   program vers proto   port  service', ...lines].join('\n')}\n`;
}
