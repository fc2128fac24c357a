import { z } from 'zod';
import { managedServices } from '../../domain/balanced-services.js';
import { addressPairs } from '../../domain/forward-rules.js';
import { addressFamily, canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, membersWithRole, nodesOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Act, Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { knockAt } from './knock.js';
import { countPackets, packetCounter, parsePackets, readPackets, type CountedPackets } from './packet-counters.js';
import { saidWord } from './said-word.js';

/** What a host counted, while it was tried, of a balanced port's connections from a vantage. */
export interface AnsweredPort {
  readonly address: string;
  readonly port: number;
  /** Knocks that came to the host, tries of the same connection included. */
  readonly knocked: number;
  /** Answers to knocks that it sent itself. */
  readonly answered: number;
  /** What came back of those who heard an answer; none where no answer arrived. */
  readonly heard: number;
  /** Answers of others that came by. */
  readonly passed: number;
}

/** What a host counted when it was tried last. */
export interface AnsweredPorts {
  /** Where the connections came from. */
  readonly source: string;
  readonly ports: readonly AnsweredPort[];
}

/** A balanced port, and the address at which clients reach it. */
export interface PortFromOutside {
  readonly publicAddress: string;
  readonly address: string;
  readonly port: number;
}

const boundSeconds = 300;
const label = 'reply';
/** With most schedulers every host gets some of so many. */
const knocksPerHost = 3;
const mostKnocks = 30;

/** What the manager balances, with the public address that leads there: its own, or one of the NAT device. */
export function portsFromOutside(core: ClusterCore): readonly PortFromOutside[] {
  const pairs = new Map(
    addressPairs(core).map(({ publicAddress, targetAddress }) => [targetAddress, publicAddress] as const),
  );
  return managedServices(core).flatMap(({ service }): PortFromOutside[] => {
    const address = canonicalAddress(service.address);
    const publicAddress = core.topology === 'PRIVATE_NAT' ? pairs.get(address) : address;
    return publicAddress === undefined ? [] : [{ publicAddress, address, port: service.port }];
  });
}

const countName = /^(knocked|answered|heard|passed)\/(\d+)\/(\S+)$/;

function parse(answer: Answer): Reading<AnsweredPorts> {
  const seen = parsePackets(answer);
  if (!seen.known) return seen;
  const { source, counts } = seen.value;
  const ports = new Map<string, AnsweredPort>();
  for (const [name, count] of counts) {
    const [whole, what = '', port = '', address = ''] = countName.exec(name) ?? [];
    if (whole === undefined) return unknown(`a count has a name that is not understood: ${name.slice(0, 200)}`);
    const at = `${port}/${address}`;
    const before = ports.get(at) ?? { address, port: Number(port), knocked: 0, answered: 0, heard: 0, passed: 0 };
    ports.set(at, { ...before, [what]: count });
  }
  return known({ source, ports: [...ports.values()] });
}

/** What a host counted of the last connections from a vantage to what the cluster balances. */
export function answeredPorts(): StoredQuestion<AnsweredPorts> {
  return { id: probeId('proof.directAnswer', []), maxAgeSeconds: proofAgeSeconds, parse };
}

const place = z.strictObject({ address: z.string(), port: z.int() });
type Place = z.output<typeof place>;

function packetsOf({ address, port }: Place, client: string): readonly CountedPackets[] {
  const to = { source: client, destination: address, portOf: 'dport', port, side: 'got' } as const;
  const from = { source: address, destination: client, portOf: 'sport', port, flags: 'synack' } as const;
  const at = `${port}/${address}`;
  return [
    { ...to, name: `knocked/${at}`, flags: 'syn' },
    { ...from, name: `answered/${at}`, side: 'sent' },
    { ...to, name: `heard/${at}`, flags: 'ack' },
    { ...from, name: `passed/${at}`, side: 'got' },
  ];
}

const count = defineTrial({
  kind: 'proof.direct-answer.count',
  version: 1,
  input: z.strictObject({ places: z.array(place), source: z.string(), nonce: z.string() }),
  does: ({ source }) =>
    `counts packets from ${source} and to it, by ${packetCounter}, for ${boundSeconds} seconds at most`,
  question: ({ places, source, nonce }) =>
    countPackets(
      { label, nonce },
      { client: source, seconds: boundSeconds },
      places.flatMap((one) => packetsOf(one, source)),
    ),
  fact: () => saidWord('proof.directAnswer.counted', [], packetCounter),
  summary: () => 'it counts what is asked and answered',
});

const knock = defineTrial({
  kind: 'proof.direct-answer.knock',
  version: 1,
  input: z.strictObject({ places: z.array(place), times: z.int() }),
  does: ({ places }) => `connects to ${places.map(({ address, port }) => `${address}:${port}`).join(', ')}`,
  question: ({ places, times }) =>
    knockAt(
      places.map((one) => ({ ...one, protocol: 'tcp' })),
      times,
    ),
  fact: () => saidWord('proof.directAnswer.knocked', [], 'bash'),
  summary: () => 'it opened connections to every balanced port',
});

const read = defineTrial({
  kind: 'proof.direct-answer.read',
  version: 1,
  input: z.strictObject({ source: z.string(), nonce: z.string() }),
  does: () => 'reads what was counted, and ends the counting',
  question: ({ source, nonce }) => readPackets({ label, nonce }, source),
  fact: answeredPorts,
  summary: ({ ports }) => {
    const sum = (of: (port: AnsweredPort) => number): number => ports.reduce((total, port) => total + of(port), 0);
    const passed = sum((port) => port.passed);
    const own = `it answered ${sum(({ answered }) => answered)} knocks of ${sum(({ knocked }) => knocked)}`;
    return passed === 0 ? own : `${own}, and ${passed} answers of others passed it`;
  },
});

/** The vantage connects to every balanced port; manager and nodes count who of them answered, and by which way. */
export const directAnswerProof: Proof = {
  kind: 'DIRECT_ANSWER',
  title: 'Nodes answer clients directly',
  needsVantage: true,
  inDrafts: false,
  boundSeconds,
  trials: [count, knock, read],
  notApplicable: ({ core }) => {
    if (nodesOf(core).length === 0) return 'There is no node that could answer.';
    return portsFromOutside(core).length > 0
      ? null
      : 'The manager balances no service that can be reached from outside: declare one on a service address, and behind NAT what the device forwards to.';
  },
  acts: ({ spec: { core }, vantage, nonce }) => {
    if (managerOf(core) === undefined || vantage === null) return [];
    const source = vantage.sourceAddress;
    const reached = portsFromOutside(core).filter(
      ({ address, publicAddress }) =>
        addressFamily(address) === addressFamily(source) && addressFamily(publicAddress) === addressFamily(source),
    );
    if (reached.length === 0) return [];
    const hosts = membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => member.hostId);
    const places = reached.map(({ address, port }) => ({ address, port }));
    const doors = reached.map(({ publicAddress, port }) => ({ address: publicAddress, port }));
    const times = Math.min(mostKnocks, knocksPerHost * hosts.length);
    return [
      ...hosts.map((hostId): Act => ({ hostId, trial: count.typed({ places, source, nonce }), after: [] })),
      { hostId: vantage.hostId, trial: knock.typed({ places: doors, times }), after: hosts.map((_, index) => index) },
      ...hosts.map((hostId): Act => ({ hostId, trial: read.typed({ source, nonce }), after: [hosts.length] })),
    ];
  },
};
