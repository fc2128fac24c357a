import { execFileSync } from 'node:child_process';

/** Names of everything that a lab makes on this machine; derived from its index, so that exactly that is removed again. */
export interface LabNetworkNames {
  readonly namespace: string;
  readonly controlLink: string;
  readonly privateLink: string;
  readonly publicPrefix: string;
  readonly privatePrefix: string;
}

export function labNetworkNames(index: number): LabNetworkNames {
  return {
    namespace: `hwlab${index}`,
    controlLink: `hwlab${index}`,
    privateLink: `hwlab${index}p`,
    publicPrefix: `198.18.${index}`,
    privatePrefix: `10.77.${index}`,
  };
}

export function natNamespace(names: LabNetworkNames): string {
  return `${names.namespace}-nat`;
}

export function clientNamespace(names: LabNetworkNames, client: string): string {
  return `${names.namespace}-${client}`;
}

export function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Two bridges in a namespace; the root namespace reaches the public one only, over a veth pair. */
export function makeNetwork(names: LabNetworkNames): void {
  const { namespace, controlLink, publicPrefix } = names;
  ip('netns', 'add', namespace);
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  for (const bridge of ['public', 'private']) {
    ip('-n', namespace, 'link', 'add', bridge, 'type', 'bridge');
    ip('-n', namespace, 'link', 'set', bridge, 'up');
  }
  ip('link', 'add', controlLink, 'type', 'veth', 'peer', 'name', 'control', 'netns', namespace);
  ip('-n', namespace, 'link', 'set', 'control', 'master', 'public', 'up');
  ip('addr', 'add', `${publicPrefix}.1/24`, 'dev', controlLink);
  ip('link', 'set', controlLink, 'up');
}

/** A tap device for one network card of one host. */
export function makeTap(names: LabNetworkNames, tap: string, segment: string): void {
  ip('-n', names.namespace, 'tuntap', 'add', tap, 'mode', 'tap');
  ip('-n', names.namespace, 'link', 'set', tap, 'master', segment, 'up');
}

/** A card in another namespace, on one of the bridges over a veth pair. */
export function joinBridge(
  names: LabNetworkNames,
  link: string,
  bridge: string,
  { card, namespace }: { readonly card: string; readonly namespace: string },
): void {
  ip('-n', names.namespace, 'link', 'add', link, 'type', 'veth', 'peer', 'name', card, 'netns', namespace);
  ip('-n', names.namespace, 'link', 'set', link, 'master', bridge, 'up');
  ip('-n', namespace, 'link', 'set', card, 'up');
}

/** A client of the cluster: a namespace of its own on the public segment. */
export function makeClient(names: LabNetworkNames, client: string, number: number): void {
  const own = clientNamespace(names, client);
  ip('netns', 'add', own);
  joinBridge(names, `c${number}`, 'public', { card: 'eth0', namespace: own });
  ip('-n', own, 'addr', 'add', `${names.publicPrefix}.${200 + number}/24`, 'dev', 'eth0');
  ip('-n', own, 'link', 'set', 'lo', 'up');
}

/** Lets this machine reach the private segment, as a control plane does that stands inside. */
export function makePrivateControl({ namespace, privateLink, privatePrefix }: LabNetworkNames): void {
  ip('link', 'add', privateLink, 'type', 'veth', 'peer', 'name', 'inner', 'netns', namespace);
  ip('-n', namespace, 'link', 'set', 'inner', 'master', 'private', 'up');
  ip('addr', 'add', `${privatePrefix}.1/24`, 'dev', privateLink);
  ip('link', 'set', privateLink, 'up');
}

function ifThere(...args: readonly string[]): void {
  try {
    ip(...args);
  } catch {
    // Already gone: a lab that died half-way leaves only part of its network.
  }
}

export function removeNetwork(names: LabNetworkNames, clients: readonly string[]): void {
  for (const link of [names.controlLink, names.privateLink]) ifThere('link', 'del', link);
  ifThere('netns', 'del', natNamespace(names));
  for (const client of clients) ifThere('netns', 'del', clientNamespace(names, client));
  ifThere('netns', 'del', names.namespace);
}
