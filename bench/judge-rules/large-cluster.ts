import { driftingKinds } from '../../src/commands/compliance/drift-of.js';
import { clusterSpec, type ClusterSpec } from '../../src/domain/account-spec.js';
import { answerOf } from '../../src/fake-fleet/execution/run-look.js';
import { FakeHost } from '../../src/fake-fleet/model/fake-host.js';
import { FakeNetwork } from '../../src/fake-fleet/model/fake-network.js';
import { fleetNetworks, planFleet } from '../../src/fake-fleet/plan-fleet.js';
import { stepsFor } from '../../src/plan/steps-for.js';
import { describeQuestion } from '../../src/probes/probe.js';
import { looksNeeded } from '../../src/rules/looks-needed.js';
import type { StoredAnswer } from '../../src/probes/stored-answer.js';
import type { StoredLooks } from '../../src/rules/stored-facts.js';

/** A cluster by its size. */
export interface LargeCluster {
  readonly hosts: number;
  readonly addresses: number;
  readonly spec: ClusterSpec;
  readonly looks: StoredLooks;
}

const addressesOfNode = 10;
const quorum = '10.98.200.1';
const uuid = (kind: number, number: number): string =>
  `01900000-0000-7000-8${String(kind).padStart(3, '0')}-${String(number).padStart(12, '0')}`;

/** Public addresses of a host beside its first, none of them twice. */
function moreAddresses(number: number): readonly string[] {
  return Array.from({ length: addressesOfNode - 2 }, (_, index) => {
    const place = number * (addressesOfNode - 2) + index;
    return `198.19.${100 + Math.floor(place / 250)}.${1 + (place % 250)}`;
  });
}

/**
 * A cluster of so many hosts with ten addresses each, ten balanced services and a hundred accounts, and what its hosts say when
 * they are looked at, for rules and for steps: models of hosts that nobody set up yet, so that most of both find something.
 */
export function largeCluster(hosts: number): LargeCluster {
  const network = new FakeNetwork();
  const placed = planFleet(hosts).map(({ plan, ...host }, number) => {
    const [front, ...others] = plan.cards;
    if (front === undefined) throw new RangeError('a planned host has a card');
    const more = moreAddresses(number).map((address) => ({ address, prefixLength: 16 }));
    const cards = [{ ...front, addresses: [...front.addresses, ...more] }, ...others];
    return { ...host, id: uuid(1, number), model: new FakeHost({ ...plan, cards }, network) };
  });
  const services = Array.from({ length: 10 }, (_, index) => `198.19.99.${index + 1}`);
  const address = (of: string, text: string, purpose: string): object => ({ network: of, address: text, purpose });
  const spec = clusterSpec.parse({
    core: {
      ...{ schema: 1, name: 'large', topology: 'PUBLIC_PRIVATE', quorumAddress: quorum, panel: null },
      ...{ userStorage: { mode: 'MANAGER_LOCAL' }, databaseServers: [], quotasRequired: true, webServer: 'NGINX' },
      networks: [
        { name: 'front', kind: 'PUBLIC', cidr: fleetNetworks.public },
        { name: 'back', kind: 'PRIVATE', cidr: fleetNetworks.private },
      ],
      members: placed.map(({ id, publicAddress = '', privateAddress = '' }, number) => ({
        ...{ hostId: id, role: number === 0 ? 'MANAGER' : 'NODE' },
        addresses: [
          address('front', publicAddress, 'HOST'),
          address('back', privateAddress, 'HOST'),
          ...moreAddresses(number).map((text) => address('front', text, 'HOST')),
          ...(number === 0
            ? [address('back', quorum, 'QUORUM'), ...services.map((text) => address('front', text, 'SERVICE'))]
            : []),
        ],
      })),
      balancedServices: services.map((text) => ({
        ...{ address: text, port: 80, scheduler: 'WLC', persistenceSeconds: 300, weights: [] },
      })),
    },
    accounts: Array.from({ length: 100 }, (_, index) => ({
      ...{ accountId: uuid(2, index), name: `shop${index}`, uid: 20_001 + index, gid: 20_001 + index },
      ...{ database: null, domain: `shop${index}.example`, quotaBytes: 1_073_741_824 },
    })),
    databaseServers: [],
  });
  const now = new Date();
  const models = new Map(placed.map(({ id, model }) => [id, model]));
  const answers = new Map<string, Map<string, StoredAnswer>>();
  const ofSteps = stepsFor(spec, driftingKinds).flatMap(({ hostId, unit }) =>
    unit.probes.map((probe) => ({ hostId, probe })),
  );
  for (const { hostId, probe } of [...looksNeeded(spec), ...ofSteps]) {
    const model = models.get(hostId);
    const ofHost = answers.get(hostId) ?? new Map<string, StoredAnswer>();
    if (model === undefined || probe.question.via !== 'shell' || ofHost.has(probe.id)) continue;
    const { script, args } = probe.question;
    const answer = answerOf(model, { via: 'shell', script, args }, 'root');
    answers.set(hostId, ofHost.set(probe.id, { command: describeQuestion(probe.question), answer, observedAt: now }));
  }
  const known = new Map(placed.map(({ id, name }) => [id, { name, hostKeySha256: `SHA256:${name}` }]));
  const declared = spec.core.members.reduce((sum, member) => sum + member.addresses.length, 0);
  return { hosts, addresses: declared, spec, looks: { answers, hosts: known, now } };
}
