import { rpcNumbers } from '../../../src/probes/storage/rpc-programs.js';

/** What rpcinfo prints of a host that offers these programs. */
export function rpcInfo(...programs: readonly (keyof typeof rpcNumbers)[]): string {
  const lines = programs.map((name) => `    ${rpcNumbers[name]}    3   tcp   2049  ${name}`);
  return `${['   program vers proto   port  service', '    100000    4   tcp    111  portmapper', ...lines].join('\n')}\n`;
}
