import { z } from 'zod';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { hostInput } from './host-input.js';
import { introduceHosts } from './introduce-hosts.js';

const input = z.strictObject({ ...keyed, ...hostInput.shape, sshKeyId: globalRef('SshKey') });

/** Makes a host known: where its sshd listens, who we are there, and which key it must show. */
export const registerHost: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'registerHost',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, { sshKeyId, ...host }) {
    const { hostIds, operation, plan } = await introduceHosts(work, sshKeyId, [host], () => []);
    const [id = ''] = hostIds;
    return { ids: { host: id, operation }, target: { kind: 'Host', id }, planned: { plan, findings: [] } };
  },
};
