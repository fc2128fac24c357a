import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { servedVersions } from '../services/nfs-server.js';
import { fakeQuestion } from './question.js';

type Program = readonly [number: number, versions: readonly number[], port: number, name: string];

const portMapper: Program = [100_000, [4, 3, 2], 111, 'portmapper'];
const lockStatus: Program = [100_024, [1], 40_001, 'status'];
const lockManager: Program = [100_021, [1, 3, 4], 40_003, 'nlockmgr'];

/** The kernel needs its lock manager for version 3 only. */
function served({ kernel }: FakeHost): readonly Program[] {
  const withVersion3 = kernel.get(servedVersions)?.startsWith('+') === true;
  return [
    [100_005, withVersion3 ? [1, 2, 3] : [], 40_002, 'mountd'],
    [100_003, withVersion3 ? [3, 4] : [4], 2049, 'nfs'],
    ...(withVersion3 ? [lockManager] : []),
  ];
}

const remoteQuotas: Program = [100_011, [1, 2], 40_004, 'rquotad'];

function programsOf(host: FakeHost): readonly Program[] {
  const { units, processes, registrations } = host;
  const running: readonly Program[] = [
    portMapper,
    ...(units.isActive('rpc-statd.service') ? [lockStatus] : []),
    ...(units.isActive('nfs-server.service') ? served(host) : []),
    ...(processes.newest('rpc.rquotad') === undefined ? [] : [remoteQuotas]),
  ];
  return running.map(([number, versions, ...rest]) => {
    return [number, versions.filter((version) => !registrations.isForgotten(number, version)), ...rest];
  });
}

/** Whether whoever asks its port mapper is told where version 3 of NFS is. */
export function offersNfsVersion3(host: FakeHost): boolean {
  return programsOf(host).some(([number, versions]) => number === rpcNumbers.nfs && versions.includes(3));
}

function line([number, versions, port, name]: Program): string {
  return versions.map((version) => `    ${number}    ${version}   tcp  ${port}  ${name}\n`).join('');
}

export const rpcProgramsQuestion = fakeQuestion(ownRpcPrograms(), (host, [address = '']) => {
  if (!host.packages.has('rpcbind')) throw new CommandFailed(127, "timeout: failed to run command 'rpcinfo'");
  const reached = host.network.connect(address, 111, host);
  const server = host.network.holderOf(address, host)?.host;
  if (reached !== 'open' || server === undefined) {
    throw new CommandFailed(1, `${address}: RPC: Remote system error - ${reached}`);
  }
  return `   program vers proto   port  service\n${programsOf(server).map(line).join('')}`;
});
