import { z } from 'zod';
import { addressPairs, forwardRules, type AddressPair } from '../../domain/forward-rules.js';
import { localDatabasePort } from '../../domain/local-database.js';
import { managerOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Act, Proof } from '../proof.js';
import { defineTrial } from '../trial.js';
import { knockAt } from './knock.js';
import { countPackets, packetCounter, parsePackets, readPackets, type CountedPackets } from './packet-counters.js';
import { saidWord } from './said-word.js';

/** Which ports of a public address were knocked at from outside, and at which of them the knock reached the manager; of TCP. */
export interface ForwardedPorts extends Knocked {
  /** Where the knocks came from. */
  readonly source: string;
  readonly udp: Knocked;
  /** Of TCP too, where nobody had asked for it to be forwarded when it was tried. */
  readonly unasked: Knocked;
}

interface Knocked {
  readonly tried: readonly number[];
  readonly arrived: readonly number[];
}

const boundSeconds = 300;

const protocols = ['tcp', 'udp'] as const;
type Kind = 'tcp' | 'udp' | 'unasked';

const portNumber = z.coerce.number().int();
/** A port of TCP that is to be forwarded is counted under its number alone. */
const countedPort = z
  .tuple([z.union([z.tuple([portNumber]), z.tuple([portNumber, z.enum(['udp', 'unasked'])])]), z.number()])
  .transform(([[port, kind = 'tcp'], count]) => ({ port, kind, count }));

function parse(answer: Answer): Reading<ForwardedPorts> {
  const seen = parsePackets(answer);
  if (!seen.known) return seen;
  const { source, counts } = seen.value;
  const knocks = z.array(countedPort).safeParse([...counts].map(([name, count]) => [name.split('/'), count]));
  if (!knocks.success) return unknown('the host did not say which knocks arrived');
  const of = (kind: Kind): Knocked => {
    const own = knocks.data.filter((one) => one.kind === kind);
    return {
      tried: own.map(({ port }) => port),
      arrived: own.filter(({ count }) => count > 0).map(({ port }) => port),
    };
  };
  return known({ source, ...of('tcp'), udp: of('udp'), unasked: of('unasked') });
}

/** What of the last knocks at a public address reached the manager, of whom it is a fact. */
export function portsForwarded({ publicAddress, targetAddress }: AddressPair): StoredQuestion<ForwardedPorts> {
  return {
    id: probeId('proof.forwardedPorts', [publicAddress, targetAddress]),
    maxAgeSeconds: proofAgeSeconds,
    parse,
  };
}

function word(name: string, { publicAddress, targetAddress }: AddressPair, command: string): StoredQuestion<string> {
  return saidWord(`proof.forwardedPorts.${name}`, [publicAddress, targetAddress], command);
}

const pair = { publicAddress: z.string(), targetAddress: z.string() };
const ports = z.array(
  z.strictObject({ protocol: z.enum(protocols), port: z.int(), isAsked: z.boolean().default(true) }),
);

const label = 'ports';

const watch = defineTrial({
  kind: 'proof.forwarded-ports.watch',
  version: 4,
  input: z.strictObject({ ...pair, ports, source: z.string(), nonce: z.string() }),
  does: ({ source }) => `counts packets from ${source}, by ${packetCounter}, for ${boundSeconds} seconds at most`,
  question: ({ targetAddress, source, nonce, ports: tried }) => {
    const knocks = tried.map(({ protocol, port, isAsked }): CountedPackets => {
      const arriving = { side: 'got', source, destination: targetAddress, portOf: 'dport', port } as const;
      return protocol === 'udp'
        ? { ...arriving, name: `${port}/udp`, flags: 'udp' }
        : { ...arriving, name: isAsked ? String(port) : `${port}/unasked`, flags: 'syn' };
    });
    return countPackets({ label, nonce }, { client: source, seconds: boundSeconds }, knocks);
  },
  fact: (input) => word('watched', input, packetCounter),
  summary: () => 'it watches for what is forwarded',
});

const knock = defineTrial({
  kind: 'proof.forwarded-ports.knock',
  version: 4,
  input: z.strictObject({ ...pair, ports }),
  does: ({ publicAddress, ports: tried }) =>
    `knocks at ${publicAddress}: ${tried.map(({ port, protocol }) => `${port}/${protocol}`).join(', ')}`,
  question: ({ publicAddress: address, ports: tried }) =>
    knockAt(
      tried.map((one) => ({ ...one, address })),
      1,
    ),
  fact: (input) => word('knocked', input, 'bash'),
  summary: () => 'it knocked at every port',
});

const read = defineTrial({
  kind: 'proof.forwarded-ports.read',
  version: 2,
  input: z.strictObject({ ...pair, source: z.string(), nonce: z.string() }),
  does: () => 'reads what was counted, and ends the counting',
  question: ({ nonce, source }) => readPackets({ label, nonce }, source),
  fact: (input) => portsForwarded(input),
  summary: ({ tried, arrived, udp }) =>
    `${arrived.length + udp.arrived.length} of ${tried.length + udp.tried.length} ports are forwarded`,
});

/** What the device has to hand on, of a range its ends, and MySQL, which it hands on by request only. */
function portsOf(core: ClusterCore, publicAddress: string): z.output<typeof ports> {
  const own = forwardRules(core).filter((rule) => rule.publicAddress === publicAddress);
  const numbers = (wanted: 'TCP' | 'UDP'): readonly number[] =>
    own.filter(({ protocol }) => protocol === wanted).flatMap(({ port, lastPort }) => [port, lastPort]);
  const asked = new Set(numbers('TCP'));
  return [
    ...[...new Set([...asked, localDatabasePort])].map((port) => ({
      protocol: 'tcp' as const,
      port,
      isAsked: asked.has(port),
    })),
    ...[...new Set(numbers('UDP'))].map((port) => ({ protocol: 'udp' as const, port, isAsked: true })),
  ];
}

/** The vantage knocks at each public address, one after the other, and the manager sees which knocks reach it. */
export const forwardedPortsProof: Proof = {
  kind: 'FORWARDED_PORTS',
  title: 'Ports that the NAT device forwards',
  needsVantage: true,
  inDrafts: false,
  boundSeconds,
  trials: [watch, knock, read],
  notApplicable: ({ core }) =>
    core.topology === 'PRIVATE_NAT' && managerOf(core) !== undefined && addressPairs(core).length > 0
      ? null
      : 'There is no NAT device to knock at: declare topology PRIVATE_NAT, its public addresses and its forward target.',
  acts: ({ spec: { core }, vantage, nonce }) => {
    const hostId = managerOf(core)?.member.hostId;
    if (core.topology !== 'PRIVATE_NAT' || hostId === undefined || vantage === null) return [];
    const source = vantage.sourceAddress;
    return addressPairs(core).flatMap((at, index): readonly Act[] => {
      const first = 3 * index;
      const tried = portsOf(core, at.publicAddress);
      return [
        { hostId, trial: watch.typed({ ...at, ports: tried, source, nonce }), after: index === 0 ? [] : [first - 1] },
        { hostId: vantage.hostId, trial: knock.typed({ ...at, ports: tried }), after: [first] },
        { hostId, trial: read.typed({ ...at, source, nonce }), after: [first + 1] },
      ];
    });
  },
};
