/** The control connection of FTP; its data connections come on ports of their own. */
export const ftpPort = 21;

/** The services that can be spread over hosts, by TCP port: each host serves them from the shared user storage. */
export const balanceablePorts: ReadonlyMap<number, string> = new Map([
  [ftpPort, 'FTP'],
  [25, 'SMTP'],
  [80, 'HTTP'],
  [110, 'POP3'],
  [143, 'IMAP'],
  [443, 'HTTPS'],
  [587, 'SMTP submission'],
  [993, 'IMAP over TLS'],
  [995, 'POP3 over TLS'],
]);

/** The panel's own: whoever logs in there means the manager. */
export const panelPorts: readonly number[] = [2080, 2443];

/** Whether people reach the panel there, beside those ports at the ones that a cluster declares for it. */
export function isOfPanelItself(port: number, declared: readonly unknown[]): boolean {
  return panelPorts.includes(port) || declared.includes(port);
}
