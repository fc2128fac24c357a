import { z } from 'zod';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { hostInput } from './host-input.js';
import { introduceHosts } from './introduce-hosts.js';

const input = z.strictObject({
  ...keyed,
  sshKeyId: globalRef('SshKey'),
  hosts: z.array(hostInput).min(1).max(100),
});

/** Makes many hosts known that one key lets us in on: all of them, or none where one is not acceptable. */
export const registerHosts: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerHosts',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { sshKeyId, hosts }) {
    const fieldOf = (index: number): readonly string[] => ['hosts', String(index)];
    const { hostIds, operation, plan } = await introduceHosts(work, sshKeyId, hosts, fieldOf);
    const target = { kind: 'Host', id: hostIds[0] ?? '' } as const;
    return { ids: { hosts: hostIds.join(','), operation }, target, planned: { plan, findings: [] } };
  },
};
