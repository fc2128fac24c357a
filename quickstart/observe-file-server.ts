import { z } from 'zod';
import { fromGlobalId } from '../src/domain/ids.js';
import type { Lab } from '../test/lab/lab.js';
import type { ApiClient } from './api-client.js';
import { assertNothingToDo } from './assert-converged.js';
import { setUpCluster } from './declare-cluster.js';
import {
  declareExternal,
  lookAtAll,
  registerExternal,
  type ExternalCluster,
  type ExternalHosts,
} from './declare-external-cluster.js';
import type { Listener } from './listener.js';
import { outputOf } from './output-of.js';
import { admitOnly, diskWithQuotas, mountShareOf } from './owners-file-server.js';
import type { Proof } from './prove.js';
import { refusedSetup } from './refused-setup.js';
import { tasksOf } from './tasks-of.js';

const names = { manager: 'manager2', node: 'node3', fileServer: 'files' } as const satisfies ExternalHosts;

/** A cluster of their own, since a host is a member of one only; the file server on the private network only. */
export const externalHosts = [
  { name: names.manager, image: 'equipped', segments: ['public', 'private'] },
  { name: names.node, image: 'equipped', segments: ['public', 'private'] },
  { name: names.fileServer, image: 'equipped', segments: ['private'] },
] as const;

const rule = 'R-STO-16';
const toldViolation = z.object({
  ...{ rule: z.literal(rule), subject: z.string(), message: z.string() },
  host: z.object({ id: z.string() }),
  evidence: z.array(z.object({ probe: z.string(), output: z.string() })),
  remedies: z.array(z.object({ command: z.string().nullable(), hostId: z.string().nullable() })),
});

/** All that Hostwright could have changed of a file server: settings, users, exports, mounts, addresses, packages. */
const stateOf = `find /etc -xdev '(' -name '*.cache' -o -name .pwd.lock -o -name mtab -o -name '*-' ')' -prune -o -type f -exec sha256sum {} + |
sort | sha256sum
cat /var/lib/nfs/etab
cut -d ' ' -f 1-3 /proc/self/mounts | sort
ip -o -4 address show | awk '{ print $2, $4 }'
dpkg-query -W | sha256sum`;

type Follow = (operationId: string) => Promise<void>;

/** The owner serves the share to the manager, which has it mounted, and has forgotten the node. */
async function asItsOwnerHasIt(lab: Lab): Promise<void> {
  const { manager, fileServer } = names;
  await outputOf(lab, fileServer, `${diskWithQuotas}\n${admitOnly(lab.host(manager).privateAddress ?? '')}`);
  await outputOf(lab, manager, mountShareOf(lab.host(fileServer).privateAddress ?? ''));
}

/** The refusal as the API and the webhook tell it; the same, or it throws. */
async function refused(
  client: ApiClient,
  { clusterId, hostIds }: ExternalCluster,
  listener: Listener,
): Promise<{ readonly command: string; readonly proofs: readonly Proof[] }> {
  const [error, ...others] = await refusedSetup(client, clusterId);
  const files = hostIds.get(names.fileServer);
  const evidence = error?.evidence.find(({ hostId }) => hostId === files);
  const command = error?.remedies.find(({ hostId }) => hostId === files)?.command;
  if (error?.rule.id !== rule || others.length > 0 || evidence === undefined || command == null)
    throw new Error(`the setup was refused for other reasons: ${JSON.stringify([error, ...others])}`);
  const { data, text } = await listener.heard('rule.violated', clusterId);
  const told = toldViolation.parse(data);
  const same =
    told.message === error.message &&
    error.subject === `Host ${names.node}` &&
    told.host.id === hostIds.get(names.node) &&
    told.subject === `Host ${fromGlobalId(told.host.id)?.id ?? ''}` &&
    told.evidence[0]?.output === evidence.stdout &&
    told.remedies[0]?.command === command;
  if (!same) throw new Error(`the webhook tells something else: ${text}`);
  const exported = evidence.stdout.trim().replace(/\s+/g, ' ');
  return {
    command,
    proofs: [
      {
        claim:
          'a file server that is only looked at leaves a node out: the setup is refused, with rule, evidence and remedy as data',
        seen: `${rule}, ${error.subject}: ${error.message} ${evidence.probe}: "${exported}"; on ${names.fileServer}: ${command}`,
      },
      {
        claim: 'a webhook, its signature verified by the library "standardwebhooks", tells the same',
        seen: `rule.violated, ${told.rule}, with ${told.evidence.length} evidence and ${told.remedies.length} remedy`,
      },
    ],
  };
}

/** The setup after the remedy: what it did, and that it left the file server as its owner had it. */
async function setUpNow(client: ApiClient, lab: Lab, cluster: ExternalCluster, follow: Follow): Promise<Proof> {
  const before = await outputOf(lab, names.fileServer, stateOf);
  await lookAtAll(client, cluster, follow);
  const operationId = await setUpCluster(client, cluster.clusterId);
  await follow(operationId);
  const tasks = await tasksOf(client, operationId);
  const there = tasks.filter(({ host }) => host.name === names.fileServer);
  if (there.some(({ kind, steps }) => kind !== 'OBSERVE' || steps.nodes.length > 0))
    throw new Error(`${names.fileServer} was worked on: ${JSON.stringify(there)}`);
  const after = await outputOf(lab, names.fileServer, stateOf);
  if (after !== before) throw new Error(`${names.fileServer} was changed from\n${before}\nto\n${after}`);
  const mounts = tasks.flatMap(({ host, steps }) =>
    steps.nodes.filter(({ kind }) => kind === 'storage.mount').map(({ outcome }) => `${host.name} ${outcome}`),
  );
  const expected = [`${names.manager} UNCHANGED`, `${names.node} CHANGED`];
  if (mounts.toSorted().join() !== expected.join()) throw new Error(`the share was mounted so: ${mounts.join(', ')}`);
  const mounted = await outputOf(lab, names.node, 'findmnt -no SOURCE,FSTYPE /chroot');
  await assertNothingToDo(client, cluster.clusterId);
  return {
    claim: `after the remedy the setup does what was missing, and nothing on ${names.fileServer}`,
    seen: `mounts of the share: ${expected.join(', ')} (${mounted.replace(/\s+/g, ' ')}); ${names.fileServer}: only looked at, and as its owner left it`,
  };
}

/**
 * A second cluster whose user storage is on a file server that others run, from the refusal over its remedy to the setup.
 * Throws at the first claim that fails.
 */
export async function observeFileServer(
  client: ApiClient,
  lab: Lab,
  listener: Listener,
  follow: Follow,
  say: (line: string) => void,
): Promise<readonly Proof[]> {
  await asItsOwnerHasIt(lab);
  say('api: declaring the second cluster, and looking at its hosts');
  const hostIds = await registerExternal(client, lab, names, 'OBSERVED', follow);
  const cluster = await declareExternal(client, lab, names, hostIds);
  await lookAtAll(client, cluster, follow);
  say('api: asking for its setup, which has to be refused');
  const { command, proofs } = await refused(client, cluster, listener);
  say('lab: doing on the file server what the refusal asks of its owner; then setting up again');
  await outputOf(lab, names.fileServer, command);
  return [...proofs, await setUpNow(client, lab, cluster, follow)];
}
