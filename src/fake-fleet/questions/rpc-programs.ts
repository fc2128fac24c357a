import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeQuestion } from './question.js';

type Program = readonly [number: number, versions: readonly number[], port: number, name: string];

const portMapper: Program = [100_000, [4, 3, 2], 111, 'portmapper'];
const lockStatus: Program = [100_024, [1], 40_001, 'status'];
const served: readonly Program[] = [
  [100_005, [1, 2, 3], 40_002, 'mountd'],
  [100_003, [3, 4], 2049, 'nfs'],
  [100_021, [1, 3, 4], 40_003, 'nlockmgr'],
];

const remoteQuotas: Program = [100_011, [1, 2], 40_004, 'rquotad'];

function programsOf({ units, processes }: FakeHost): readonly Program[] {
  return [
    portMapper,
    ...(units.isActive('rpc-statd.service') ? [lockStatus] : []),
    ...(units.isActive('nfs-server.service') ? served : []),
    ...(processes.newest('rpc.rquotad') === undefined ? [] : [remoteQuotas]),
  ];
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
