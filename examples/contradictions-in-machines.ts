/** What in machines.json goes with nothing else in it, whatever else is wrong with the file. */
import { z } from 'zod';

export const fingerprintShape = /^SHA256:[A-Za-z0-9+/]{43}$/;
const text = z.string().optional().catch(undefined);
const host = z
  .object({
    name: text,
    address: text,
    sshAddress: text,
    port: z.number().optional().catch(undefined),
    fingerprint: text,
  })
  .nullable()
  .catch(null);
const machines = z.object({
  ...{ network: text, quorumAddress: text, serviceAddress: text },
  hosts: z.array(host).catch([]),
});

/** A text of the file that is of one place only. */
interface Placed {
  readonly kind: 'name' | 'fingerprint' | 'address' | 'way';
  readonly is: string | undefined;
  readonly place: string;
  /** What it is of, unless that is its place. */
  readonly named?: string;
}

/** A line each. */
export function contradictionsIn(json: unknown): readonly string[] {
  const { data } = machines.safeParse(json);
  if (data === undefined) return [];
  const places = placesIn(data);
  return [...toldTwice(places), ...outside(data.network, places)];
}

/** Hosts before the cluster. */
function placesIn({ hosts, quorumAddress, serviceAddress }: z.output<typeof machines>): readonly Placed[] {
  const ofHosts = hosts.flatMap((one, index): readonly Placed[] => {
    if (one === null) return [];
    const { name, address, sshAddress, port, fingerprint } = one;
    const number = `host number ${index + 1}`;
    const host = name === undefined ? number : `host ${name}`;
    const at = sshAddress ?? address;
    const way = at === undefined ? undefined : `${at} port ${port ?? 22}`;
    const wayKey = sshAddress === undefined ? 'address' : 'sshAddress';
    return [
      { kind: 'name', is: name, place: `name of ${number}`, named: number },
      {
        kind: 'fingerprint',
        is: fingerprintShape.test(fingerprint ?? '') ? fingerprint : undefined,
        place: `fingerprint of ${host}`,
      },
      { kind: 'address', is: address, place: `address of ${host}` },
      { kind: 'way', is: way, place: `${wayKey} of ${host}`, named: `the way to ${host}` },
    ];
  });
  return [
    ...ofHosts,
    { kind: 'address', is: quorumAddress, place: 'quorumAddress' },
    { kind: 'address', is: serviceAddress, place: 'serviceAddress' },
  ];
}

function toldTwice(places: readonly Placed[]): readonly string[] {
  const first = new Map<string, string>();
  const told = new Map<string, string>();
  for (const { kind, is, place, named = place } of places) {
    if (is === undefined) continue;
    const same = first.get(`${kind} ${is}`);
    if (same === undefined) first.set(`${kind} ${is}`, named);
    else if (!told.has(place)) told.set(place, `${place}: ${is} is ${same} already`);
  }
  return [...told.values()];
}

/** What is no address, or in another network. What has a colon is left to the server. */
function outside(network: string | undefined, places: readonly Placed[]): readonly string[] {
  if (network === undefined || network.includes(':')) return [];
  const [, start = '', bits = ''] = /^(.*)\/([12]?\d|3[0-2])$/.exec(network) ?? [];
  const base = ipv4(start);
  const inNetwork = (address: number): boolean =>
    base === undefined ||
    Math.floor(address / 2 ** (32 - Number(bits))) === Math.floor(base / 2 ** (32 - Number(bits)));
  const wrong = places.flatMap(({ kind, is, place }) => {
    if (kind !== 'address' || is === undefined || is.includes(':')) return [];
    const address = ipv4(is);
    if (address === undefined) return [`${place}: give an IPv4 or IPv6 address`];
    return inNetwork(address) ? [] : [`${place}: ${is} is outside of network ${network}`];
  });
  return base === undefined ? ['network: give a CIDR block, for example 192.0.2.0/24', ...wrong] : wrong;
}

function ipv4(text: string): number | undefined {
  const parts = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : [];
  return parts.length === 4 && parts.every((part) => part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : undefined;
}
