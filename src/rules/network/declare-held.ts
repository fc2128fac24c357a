import { manifestBody, manifestHead } from '../../domain/manifest-body.js';
import { listed } from '../listed.js';
import type { Remedy, RuleContext } from '../rule.js';

/** An address that is declared for a host, and the one that the host has instead. */
export interface Mistaken {
  readonly hostId: string;
  /** As it is declared. */
  readonly address: string;
  readonly instead: string;
}

/** The manifest of larger clusters is no part of an answer about each of their addresses. */
const mostMembers = 64;

/**
 * Declares what the hosts have, all of it at once: one after the other, the second declaration would bring back the first mistake.
 * Undefined where the cluster is too large to be written out.
 */
export function declareHeld({ spec, facts, revision }: RuleContext, mistaken: readonly Mistaken[]): Remedy | undefined {
  const { core } = spec;
  if (mistaken.length === 0 || core.members.length > mostMembers) return undefined;
  const members = core.members.map((member) => ({
    ...member,
    addresses: member.addresses.map((declared) => {
      const found = mistaken.find(({ hostId, address }) => hostId === member.hostId && address === declared.address);
      return found === undefined ? declared : { ...declared, address: found.instead };
    }),
  }));
  const servers = new Map<string, string>(
    spec.databaseServers.map(({ databaseServerId, name }) => [databaseServerId, name]),
  );
  const edited = { ...spec, core: { ...core, members } };
  const body = manifestBody(edited, facts.hostName, (id) => servers.get(id) ?? id);
  const changes = mistaken.map(
    ({ hostId, address, instead }) => `${instead} for ${facts.hostName(hostId)} instead of ${address}`,
  );
  return {
    title: `Declare ${listed(changes)}`,
    mutation: 'applyCluster',
    // It is the whole cluster: sent later, it would undo what was edited meanwhile.
    input: {
      ...(revision === undefined ? {} : { expectedVersion: revision }),
      manifest: `${JSON.stringify({ ...manifestHead, name: core.name, ...body }, null, 2)}\n`,
    },
    command: null,
    hostId: null,
  };
}
