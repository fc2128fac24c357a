import { z } from 'zod';
import { logSharesOf } from '../../domain/log-shares.js';
import { ipAddress, webServers } from '../../domain/spec.js';
import { webLogDirectory as directory } from '../../probes/logs/log-paths.js';
import { hasNfsMounts } from '../../probes/storage/has-nfs-mounts.js';
import { nfsExports, type Export } from '../../probes/storage/nfs-exports.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { carriesOurMark } from '../own-mark.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { exportsFolder, fsidOf } from '../storage/export-files.js';
import { lockStatus } from '../storage/mount-unit.js';
import { isShareFound } from '../storage/nfs-programs.js';
import { hostStep, type Facts, type LedgerMemory } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';

const input = z.strictObject({ host: z.uuid(), server: z.enum(webServers), clients: z.array(ipAddress).min(1) });
type Input = z.infer<typeof input>;

const nfsServer = 'nfs-server.service';
const listPath = `${exportsFolder}/hostwright-logs.exports`;
/** The manager mounts by version 3; the last of its folder, since hosts keep their own settings in `local.conf`. */
const settings = ownedFile(
  '/etc/nfs.conf.d/zz-hostwright-logs.conf',
  `# The manager mounts by version 3, whatever the host's own settings say of it.
[nfsd]
vers3=y
`,
);
const folder = directoryAt(exportsFolder);
const reread: Change = { do: 'run', argv: ['exportfs', '-ra'] };
/** Somebody else may have put an export of theirs beside ours. */
const removeFolder: Change = { do: 'run', argv: ['rmdir', '--ignore-fail-on-non-empty', exportsFolder] };

/** Nobody writes into the logs of another host; `exportfs -s` prints all of these. */
function optionsOf(host: string): readonly string[] {
  return ['ro', 'sync', 'root_squash', 'no_subtree_check', `fsid=${fsidOf(host, directory)}`];
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** It keeps how the server was before. */
function listOf({ host, clients }: Input, facts: Facts): OwnedFile {
  const seen = facts.read(fileAt(listPath));
  const now = facts.read(unitState(nfsServer));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = {
    enabled: noted?.get('enabled') ?? String(now.enabled),
    active: noted?.get('active') ?? String(now.active),
  };
  const options = optionsOf(host).join(',');
  const granted = clients.map((client) => ` ${bracketed(client)}(${options})`).join('');
  return ownedFile(listPath, `${beforeNote(before)}\n${directory}${granted}\n`);
}

/** Who is granted the directory now. */
function grantedNow(facts: Facts): readonly Export[] {
  return facts.read(nfsExports()).filter(({ path }) => path === directory);
}

/** Nobody else has its `fsid`. */
function isOurs({ options }: Export, { host }: Input): boolean {
  return options.includes(`fsid=${fsidOf(host, directory)}`);
}

function isInForce(wanted: Input, now: readonly Export[]): boolean {
  const options = optionsOf(wanted.host);
  return (
    now.length === wanted.clients.length &&
    wanted.clients.every((client) =>
      now.some((entry) => entry.client === client && options.every((option) => entry.options.includes(option))),
    )
  );
}

/** Shares the web server's logs of a node with the manager, which may read them; nobody else may. */
export const logsExport = hostStep({
  kind: 'logs.export',
  version: 2,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const server = spec.core.webServer;
    if (server === null) return [];
    return logSharesOf(spec).map(({ node, clients }) => {
      const { hostId } = node.member;
      return { hostId, input: { host: hostId, server, clients: [...clients] } };
    });
  },
  key: () => directory,
  needs: ({ host, server }) => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: host, kind: 'web.server', key: server.toLowerCase() },
  ],
  probes: () => [
    nfsExports(),
    ownRpcPrograms(),
    unitState(nfsServer),
    unitState(lockStatus),
    hasNfsMounts(),
    folder,
    fileAt(listPath),
    settings.probe,
  ],
  writes: () => [nfsExports(), unitState(nfsServer), fileAt(listPath), settings.probe],
  settleSeconds: 20,
  decide: (wanted, facts) => {
    const list = listOf(wanted, facts);
    const seen = facts.read(list.probe);
    const settingsSeen = facts.read(settings.probe);
    const foreign = list.isForeign(seen) ? list : settings.isForeign(settingsSeen) ? settings : undefined;
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const now = grantedNow(facts);
    const others = now.filter((entry) => !wanted.clients.includes(entry.client) && !isOurs(entry, wanted));
    if (others.length > 0) {
      const clients = others.map(({ client }) => client).join(', ');
      return conflict(`${directory} is exported to others too`, `granted to ${clients}, not by us`);
    }
    const { enabled, active, needsReload } = facts.read(unitState(nfsServer));
    const filesRight = list.isRight(seen) && settings.isRight(settingsSeen);
    const found = active && isShareFound(facts);
    if (filesRight && enabled && found && !needsReload && isInForce(wanted, now)) {
      return done(`${directory} is exported to ${wanted.clients.join(', ')}`);
    }
    return change(`export ${directory} to ${wanted.clients.join(', ')}`, [
      ...list.write(seen),
      ...settings.write(settingsSeen),
      systemctl('daemon-reload'),
      enable(nfsServer),
      found ? reread : systemctl(active ? 'restart' : 'start', nfsServer),
      syncUnits(),
    ]);
  },
  remove: (wanted, facts, { firstLook }) => {
    const list = listOf(wanted, facts);
    const seen = facts.read(list.probe);
    const removal = [...settings.remove(facts.read(settings.probe)), ...list.remove(seen)];
    const stillGranted = grantedNow(facts).some((entry) => isOurs(entry, wanted));
    const isOurFolder = firstReading(firstLook, folder)?.is === 'absent' && facts.read(folder).is === 'directory';
    if (removal.length === 0 && !stillGranted) {
      const left = facts.read(folder);
      return isOurFolder && left.is === 'directory' && left.empty
        ? change(`remove ${exportsFolder}`, [removeFolder])
        : done(`${directory} is not exported by us`);
    }
    const first = firstReading(firstLook, unitState(nfsServer));
    const seenFirst = first && { enabled: first.enabled, active: first.active };
    const before = seen.is === 'file' ? valuesBefore(seen.content, firstLook, list.probe, seenFirst) : undefined;
    const others = facts.read(nfsExports()).some(({ path }) => path !== directory);
    const stops = before?.get('active') === 'false' && !others;
    return change(`stop exporting ${directory}`, [
      ...(before?.get('enabled') === 'false' && !others ? [disable(nfsServer), systemctl('daemon-reload')] : []),
      ...(stops ? [systemctl('stop', nfsServer)] : []),
      ...(stops && startedLockStatus(firstLook, facts) ? [systemctl('stop', lockStatus)] : []),
      // Late, since it says how the server was: a run that is cut before this does all of it again.
      ...removal,
      ...(stops ? [] : [reread]),
      ...(isOurFolder ? [removeFolder] : []),
    ]);
  },
});

/** The NFS server started it, and no mount of this host needs it. */
function startedLockStatus(firstLook: LedgerMemory['firstLook'], facts: Facts): boolean {
  if (firstReading(firstLook, unitState(lockStatus))?.active !== false) return false;
  return !facts.read(hasNfsMounts());
}
