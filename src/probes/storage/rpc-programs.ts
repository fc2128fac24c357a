import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface RpcProgram {
  readonly program: number;
  readonly version: number;
  readonly protocol: string;
}

/** Numbers of the programs that NFS consists of (RFC 1833 registry). */
export const rpcNumbers = {
  nfs: 100_003,
  mount: 100_005,
  lockManager: 100_021,
  lockStatus: 100_024,
  quota: 100_011,
} as const;

const programLine = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+\d+/;

function parsePrograms(text: string): Reading<readonly RpcProgram[]> {
  const [header, ...lines] = text.split('\n');
  if (header === undefined || !header.includes('program')) return unknown('the output of rpcinfo has no header');
  return known(
    lines.flatMap((line) => {
      const [, program, version, protocol] = programLine.exec(line) ?? [];
      return protocol === undefined ? [] : [{ program: Number(program), version: Number(version), protocol }];
    }),
  );
}

const ownAddress = '127.0.0.1';

/** The RPC programs that a host offers, asked on the host itself: nobody listening there is known to be none. */
export function ownRpcPrograms(): Probe<readonly RpcProgram[]> {
  return {
    id: probeId('storage.rpcPrograms', [ownAddress]),
    question: { via: 'shell', script: 'timeout 5 rpcinfo -p "$1"', args: [ownAddress] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return parsePrograms(answer.stdout);
      return answer.stderr.includes('Connection refused') ? known([]) : failedCommand('rpcinfo', answer);
    },
  };
}
