/** What a web server answers that runs by this version of a site's settings. */
export function toldVersion(domain: string, version: string): string {
  return `HTTP/1.1 302 Found\r\nLocation: http://${domain}/.well-known/hostwright/site/${version}\r\n\r\n`;
}

/** What bash says where no web server runs. */
export const nobodyListens = { exitCode: 1, stderr: 'bash: connect: Connection refused' };
