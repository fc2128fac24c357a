import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesFacing, managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { ipAddress } from '../../domain/spec.js';
import { nfsExports, type Export } from '../../probes/storage/nfs-exports.js';
import { lockGrace } from '../../probes/storage/lock-grace.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { directoryAt, type DirectoryFact } from '../../probes/system/directory-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { valuesBefore } from '../before-note.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { hostStep, type Facts, type LedgerMemory, type StepRef } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';
import { absolutePath } from './absolute-path.js';
import { commonEntries, commonExports } from './common-exports.js';
import { exportFiles, exportFileProbes, exportsFolder, formerSettings, fsidOf, graceSeconds } from './export-files.js';
import { areLocksFound, isLockStatusFound, isShareFound } from './nfs-programs.js';
import { homesIn, userStorageDirectory } from './user-storage-paths.js';

const input = z.strictObject({
  host: z.uuid(),
  directory: absolutePath,
  /** The address that clients mount from; restarts are announced from it, since clients know their server by it. */
  server: ipAddress,
  /** Whether the address is bound by Hostwright, and so has to be there first. */
  serverIsBound: z.boolean(),
  clients: z.array(ipAddress).min(1),
});
type Input = z.infer<typeof input>;

const nfsServer = 'nfs-server.service';
const lockStatus = 'rpc-statd.service';
/** What an entry has to say beside the client; `exportfs -s` prints them all. */
const exportOptions = ['rw', 'sync', 'no_root_squash', 'no_subtree_check'] as const;

function isExported(entry: Export, wanted: Input): boolean {
  return [...exportOptions, `fsid=${fsidOf(wanted.host, wanted.directory)}`].every((option) =>
    entry.options.includes(option),
  );
}

/** A start of the server tells the port mapper of itself and of the lock manager, and starts a lock status service that is stopped. */
function serverRuns(facts: Facts): boolean {
  const grace = facts.read(lockGrace());
  return (
    facts.read(unitState(nfsServer)).active &&
    facts.read(unitState(lockStatus)).active &&
    grace.lockManager === graceSeconds &&
    grace.server === graceSeconds &&
    isShareFound(facts) &&
    areLocksFound(facts)
  );
}

/** Which of the services has to start anew for clients to be served, in order. */
function toRestart(facts: Facts): readonly string[] {
  const status = facts.read(unitState(lockStatus)).active && !isLockStatusFound(facts) ? [lockStatus] : [];
  return serverRuns(facts) ? status : [...status, nfsServer];
}

/** Without what a person may have added, which takes the rights of everybody. */
function isInForce(entry: Export, wanted: Input): boolean {
  return isExported(entry, wanted) && !entry.options.includes('all_squash');
}

/** The clients that are granted the directory now. */
function granted(wanted: Input, facts: Facts): readonly Export[] {
  return facts.read(nfsExports()).filter(({ path }) => path === wanted.directory);
}

function needs({ host, directory, server, serverIsBound }: Input): readonly StepRef[] {
  return [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: host, kind: 'storage.directory', key: directory },
    { hostId: host, kind: 'storage.directory', key: homesIn(directory) },
    ...(serverIsBound ? [{ hostId: host, kind: 'network.address', key: server }] : []),
  ];
}

function byFileServer(
  spec: ClusterSpec,
  mounting: readonly PlacedMember[],
): readonly { hostId: string; input: Input }[] {
  const fileServer = fileServerOf(spec);
  if (fileServer === undefined) return [];
  const { hostId } = fileServer.member;
  const { address: server, exportPath: directory } = fileServer;
  const clients = mounting.flatMap(({ member }) => addressesFacing(spec.core, member, server)).sort();
  return [{ hostId, input: { host: hostId, directory, server, serverIsBound: false, clients } }];
}

/** Exports the user storage to every host that mounts it, and to nobody else: from the manager, or from a file server that we set up. */
export const storageExport = hostStep({
  kind: 'storage.export',
  version: 2,
  phase: 'STORAGE',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: (spec) => {
    const { core } = spec;
    const manager = managerOf(core);
    const { quorumAddress } = core;
    if (manager === undefined || quorumAddress === null) return [];
    if (core.userStorage.mode === 'EXTERNAL') return byFileServer(spec, [manager, ...nodesOf(core)]);
    const { hostId, addresses } = manager.member;
    const server = canonicalAddress(quorumAddress);
    const clients = nodesOf(core)
      .flatMap(({ member }) => addressesFacing(core, member, quorumAddress))
      .sort();
    const quorum = addresses.find(({ address }) => canonicalAddress(address) === server);
    const serverIsBound = quorum !== undefined && quorum.purpose !== 'HOST';
    if (clients.length === 0) return [];
    return [{ hostId, input: { host: hostId, directory: userStorageDirectory, server, serverIsBound, clients } }];
  },
  key: ({ directory }) => directory,
  needs,
  probes: (wanted) => [
    nfsExports(),
    lockGrace(),
    ownRpcPrograms(),
    unitState(nfsServer),
    unitState(lockStatus),
    directoryAt(exportsFolder),
    commonExports,
    ...exportFileProbes(wanted.directory),
  ],
  writes: (wanted) => [nfsExports(), lockGrace(), unitState(nfsServer), ...exportFileProbes(wanted.directory)],
  settleSeconds: 20,
  decide: (wanted, facts) => {
    const server = facts.read(unitState(nfsServer));
    const files = exportFiles(wanted, facts, { enabled: server.enabled, active: server.active });
    const foreignFile = files.find((file) => file.isForeign(facts.read(file.probe)));
    if (foreignFile !== undefined) return conflict(`${foreignFile.path} belongs to somebody else`, 'it lacks our mark');
    const now = granted(wanted, facts);
    const ours = new Set([...wanted.clients, ...exportedBefore(wanted, facts)]);
    const foreign = now.filter(({ client }) => !ours.has(client));
    if (foreign.length > 0) {
      const clients = foreign.map(({ client }) => client).join(', ');
      return conflict(`${wanted.directory} is exported to others too`, `granted to ${clients}, not by us`);
    }
    const theirs = commonEntries(facts.read(commonExports), wanted.directory);
    const inForce =
      now.length === wanted.clients.length &&
      wanted.clients.every((client) => now.some((entry) => entry.client === client && isInForce(entry, wanted)));
    const inTheWay = inForce ? undefined : theirs.find(({ client }) => wanted.clients.includes(client));
    if (inTheWay !== undefined) {
      return conflict(
        `${inTheWay.place} exports ${wanted.directory} to ${inTheWay.client} too`,
        'that entry counts in the place of ours: take it out, then try again',
      );
    }
    const former = formerSettings.remove(facts.read(formerSettings.probe));
    const filesRight = former.length === 0 && files.every((file) => file.isRight(facts.read(file.probe)));
    // Unread where the server does not run: on a host without it nobody could be asked.
    const restarts = server.active ? toRestart(facts) : [nfsServer];
    if (filesRight && server.enabled && !server.needsReload && restarts.length === 0 && inForce) {
      return done(`${wanted.directory} is exported to ${wanted.clients.join(', ')}`);
    }
    // A restart forgets locks until clients claim them again, hence only where the running server is not as it should be.
    const apply = restarts.includes(nfsServer) ? [] : [{ do: 'run', argv: ['exportfs', '-ra'] } as const];
    return change(`export ${wanted.directory} to ${wanted.clients.join(', ')}`, [
      ...files.flatMap((file) => file.write(facts.read(file.probe))),
      ...former,
      systemctl('daemon-reload'),
      enable(nfsServer),
      ...restarts.map((unit) => systemctl('restart', unit)),
      ...apply,
      syncUnits(),
    ]);
  },
  remove: (wanted, facts, { firstLook }) => {
    const [list, ...settings] = exportFiles(wanted, facts, { enabled: false, active: false });
    const seen = list === undefined ? undefined : facts.read(list.probe);
    const settingsRemoval = [...settings, formerSettings].flatMap((file) => file.remove(facts.read(file.probe)));
    const listRemoval = list === undefined || seen === undefined ? [] : list.remove(seen);
    // Nobody else has its `fsid`: a run was cut before it told the server.
    const stillGranted = granted(wanted, facts).some((entry) => isExported(entry, wanted));
    const folder = madeFolder(firstLook, facts);
    if (settingsRemoval.length === 0 && listRemoval.length === 0 && !stillGranted) {
      return folder?.empty === true
        ? change(`remove ${exportsFolder}`, [removeFolder])
        : done(`${wanted.directory} is not exported by us`);
    }
    const first = firstReading(firstLook, unitState(nfsServer));
    const before =
      list === undefined || seen?.is !== 'file'
        ? undefined
        : valuesBefore(seen.content, firstLook, list.probe, first && { enabled: first.enabled, active: first.active });
    const others = facts.read(nfsExports()).some(({ path }) => path !== wanted.directory);
    const stops = before?.get('active') === 'false' && !others;
    const disables = before?.get('enabled') === 'false' && !others;
    return change(`stop exporting ${wanted.directory}`, [
      ...(disables ? [disable(nfsServer)] : []),
      ...(stops ? [systemctl('stop', nfsServer), systemctl('stop', lockStatus)] : []),
      ...settingsRemoval,
      systemctl('daemon-reload'),
      // Late, since it says how the server was: a run that is cut before this does all of it again.
      ...listRemoval,
      ...(stops ? [] : [{ do: 'run', argv: ['exportfs', '-ra'] } as const]),
      ...(folder === undefined ? [] : [removeFolder]),
    ]);
  },
});

/** Somebody else may have put an export of theirs beside ours. */
const removeFolder: Change = { do: 'run', argv: ['rmdir', '--ignore-fail-on-non-empty', exportsFolder] };

/** The folder of the lists, where it was not there before us. */
function madeFolder(
  firstLook: LedgerMemory['firstLook'],
  facts: Facts,
): (DirectoryFact & { is: 'directory' }) | undefined {
  const folder = directoryAt(exportsFolder);
  if (firstReading(firstLook, folder)?.is !== 'absent') return undefined;
  const now = facts.read(folder);
  return now.is === 'directory' ? now : undefined;
}

/** Clients in the file that an earlier run wrote: to be dropped, not somebody else's. */
function exportedBefore(wanted: Input, facts: Facts): readonly string[] {
  const [probe] = exportFileProbes(wanted.directory);
  const seen = probe === undefined ? undefined : facts.read(probe);
  if (seen?.is !== 'file') return [];
  return [...seen.content.matchAll(/ ([0-9a-f.:]+)\(/g)].flatMap(([, client]) =>
    client === undefined ? [] : [client],
  );
}
