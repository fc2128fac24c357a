import { z } from 'zod';
import { accountIdRange, domainName, unixName } from '../../domain/account-spec.js';
import { membersWithRole, serviceAddressesOf } from '../../domain/members.js';
import { webServers } from '../../domain/spec.js';
import { fileAt } from '../../probes/system/file-at.js';
import { siteVersion } from '../../probes/web/site-version.js';
import { change, conflict, done } from '../decision.js';
import { ownedFile } from '../owned-file.js';
import { hostStep } from '../step.js';
import { siteSettings } from './site-settings.js';
import { documentRootOf, webDocumentRoot } from './web-document-root.step.js';
import { readAnew, siteAddresses, webServerKind } from './web-host.js';

const input = z.strictObject({
  host: z.uuid(),
  server: z.enum(webServers),
  name: unixName,
  uid: z.int().min(accountIdRange.first).max(accountIdRange.last),
  domain: domainName,
  addresses: siteAddresses,
  /** Where the homes are made. */
  homesOn: z.uuid(),
});
type Input = z.infer<typeof input>;

function settingsOf({ server, name, uid, domain, addresses }: Input): ReturnType<typeof siteSettings> {
  return siteSettings(server, { uid, domain, addresses, documentRoot: documentRootOf(name) });
}

/** An account's site on manager and nodes, under its domain, out of the user storage. */
export const webVirtualHost = hostStep({
  kind: 'web.virtual-host',
  version: 1,
  phase: 'SERVICES',
  set: true,
  data: false,
  disruptive: false,
  disruptiveRemoval: true,
  input,
  demands: (spec) => {
    const { core, accounts } = spec;
    const { webServer: server } = core;
    if (server === null) return [];
    const addresses = [...serviceAddressesOf(core)];
    const sites = webDocumentRoot.demandedBy(spec).flatMap(({ hostId: homesOn, unit }) => {
      const account = accounts.find(({ name }) => name === unit.key);
      return account?.domain == null ? [] : [{ homesOn, name: account.name, uid: account.uid, domain: account.domain }];
    });
    return membersWithRole(core, 'MANAGER', 'NODE').flatMap(({ member: { hostId } }) =>
      sites.map((site) => ({ hostId, input: { host: hostId, server, addresses, ...site } })),
    );
  },
  key: ({ name }) => name,
  needs: ({ host, server, homesOn, name }) => [
    { hostId: host, kind: 'web.server', key: server.toLowerCase() },
    { hostId: homesOn, kind: 'web.document-root', key: name },
  ],
  probes: ({ server, name, domain }) => [fileAt(webServerKind(server).sitePath(name)), siteVersion(domain)],
  writes: ({ server, name, domain }) => [fileAt(webServerKind(server).sitePath(name)), siteVersion(domain)],
  settleSeconds: 10,
  decide: (wanted, facts) => {
    const { server, name, domain } = wanted;
    const { text, version } = settingsOf(wanted);
    const file = ownedFile(webServerKind(server).sitePath(name), text);
    const seen = facts.read(file.probe);
    if (file.isForeign(seen)) return conflict(`${file.path} belongs to somebody else`, 'it lacks our mark');
    if (file.isRight(seen) && facts.read(siteVersion(domain)) === version) return done(`${domain} is served`);
    return change(`serve ${domain}`, [...file.write(seen), ...readAnew(server)]);
  },
  remove: (wanted, facts) => {
    const { server, name, domain } = wanted;
    const { text, version } = settingsOf(wanted);
    const file = ownedFile(webServerKind(server).sitePath(name), text);
    const removal = file.remove(facts.read(file.probe));
    const running = facts.read(siteVersion(domain));
    // A run that was cut may have left the server with settings that are no file any more.
    if (removal.length === 0 && running !== version) return done(`${domain} is not served by us`);
    return change(`stop serving ${domain}`, [...removal, ...(running === null ? [] : readAnew(server))]);
  },
});
