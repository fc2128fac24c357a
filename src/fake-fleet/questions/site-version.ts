import { siteVersion, siteVersionPath } from '../../probes/web/site-version.js';
import { otherSites } from '../../steps/web/web-host.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

export const siteVersionQuestion = fakeQuestion(siteVersion('x'), ({ sites }, [domain = '']) => {
  if (sites === undefined) throw new CommandFailed(1, `${domain}: connect: Connection refused`);
  const version = sites.get(domain) ?? sites.get(otherSites);
  if (version === undefined) return 'HTTP/1.1 404 Not Found\r\n\r\n';
  return `HTTP/1.1 302 Found\r\nLocation: http://${domain}${siteVersionPath}/${version}\r\n\r\n`;
});
