import { z } from 'zod';
import { membersWithRole, serviceAddressesOf } from '../../domain/members.js';
import { webServers } from '../../domain/spec.js';
import { webLogDirectory as logDirectory } from '../../probes/logs/log-paths.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { siteVersion } from '../../probes/web/site-version.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { carriesOurMark } from '../own-mark.js';
import { hostStep, type Facts } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';
import { rotation, serverSettings } from './server-settings.js';
import { otherSites, readAnew, siteAddresses, webServerKind } from './web-host.js';

const input = z.strictObject({ host: z.uuid(), server: z.enum(webServers), addresses: siteAddresses });
type Input = z.infer<typeof input>;

const logParent = logDirectory.slice(0, logDirectory.lastIndexOf('/'));
const rotationPath = '/etc/logrotate.d/hostwright-web';

/** First the one that notes how the host was, since a run may be cut after it. */
function filesOf({ server, addresses }: Input, facts: Facts): readonly [OwnedFile, OwnedFile] {
  const { serverPath, unit } = webServerKind(server);
  const seen = facts.read(fileAt(serverPath));
  const { enabled, active } = facts.read(unitState(unit));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = {
    enabled: noted?.get('enabled') ?? String(enabled),
    active: noted?.get('active') ?? String(active),
  };
  return [
    ownedFile(serverPath, `${beforeNote(before)}\n${serverSettings(server, addresses).text}`),
    ownedFile(rotationPath, rotation(unit)),
  ];
}

function makeLogDirectories(facts: Facts): readonly Change[] {
  return [logParent, logDirectory].flatMap((path): Change[] =>
    facts.read(directoryAt(path)).is === 'directory'
      ? []
      : [{ do: 'makeDirectory', path, mode: '0755', owner: 'root', group: 'root' }],
  );
}

/** The web server of manager and nodes, as one for all sites; names that no account has are answered with "not found". */
export const webServer = hostStep({
  kind: 'web.server',
  version: 2,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: ({ core }) => {
    const { webServer: server } = core;
    if (server === null) return [];
    return membersWithRole(core, 'MANAGER', 'NODE').map(({ member: { hostId } }) => ({
      hostId,
      input: { host: hostId, server, addresses: [...serviceAddressesOf(core)] },
    }));
  },
  key: ({ server }) => server.toLowerCase(),
  needs: ({ host }) => [{ hostId: host, kind: 'packages.installed', key: 'cluster' }],
  probes: ({ server }) => [
    siteVersion(otherSites),
    unitState(webServerKind(server).unit),
    directoryAt(logParent),
    directoryAt(logDirectory),
    fileAt(webServerKind(server).serverPath),
    fileAt(rotationPath),
  ],
  writes: ({ server }) => [
    siteVersion(otherSites),
    unitState(webServerKind(server).unit),
    directoryAt(logDirectory),
    fileAt(webServerKind(server).serverPath),
    fileAt(rotationPath),
  ],
  settleSeconds: 20,
  decide: (wanted, facts) => {
    const { server, addresses } = wanted;
    const { unit } = webServerKind(server);
    const files = filesOf(wanted, facts);
    const foreign = files.find((file) => file.isForeign(facts.read(file.probe)));
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const { enabled, active, needsReload } = facts.read(unitState(unit));
    const isRead = facts.read(siteVersion(otherSites)) === serverSettings(server, addresses).version;
    const written = files.every((file) => file.isRight(facts.read(file.probe)));
    const directories = makeLogDirectories(facts);
    const serves = written && directories.length === 0 && active && !needsReload && isRead;
    if (serves && enabled) return done(`${unit} serves the sites`);
    const apply = active ? readAnew(server) : [webServerKind(server).test, systemctl('start', unit)];
    return change(serves ? `have ${unit} start at boot` : `have ${unit} serve the sites`, [
      ...files.flatMap((file) => file.write(facts.read(file.probe))),
      ...directories,
      ...(needsReload ? [systemctl('daemon-reload')] : []),
      enable(unit),
      ...apply,
      syncUnits(),
    ]);
  },
  remove: (wanted, facts, { firstLook }) => {
    const { server } = wanted;
    const { unit } = webServerKind(server);
    const [settings, rotated] = filesOf(wanted, facts);
    const seen = facts.read(settings.probe);
    const removal = settings.remove(seen);
    const rotationRemoval = rotated.remove(facts.read(rotated.probe));
    if (seen.is !== 'file' || removal.length === 0) {
      return rotationRemoval.length === 0
        ? done(`${unit} serves nothing of ours`)
        : change(`leave ${unit}`, rotationRemoval);
    }
    const first = firstReading(firstLook, unitState(unit));
    const seenFirst = first && { enabled: first.enabled, active: first.active };
    const before = valuesBefore(seen.content, firstLook, settings.probe, seenFirst);
    const stops = before?.get('active') === 'false';
    // The settings say how the unit was, so that they go last: a run that is cut before that does all of it again.
    return change(`leave ${unit}`, [
      ...rotationRemoval,
      ...(before?.get('enabled') === 'false' ? [disable(unit)] : []),
      ...(stops ? [systemctl('stop', unit)] : []),
      ...removal,
      ...(stops ? [] : readAnew(server)),
    ]);
  },
});
