import type { DoubtedHost, HostWay } from './host-way.js';
import { wayOutOfTrouble } from './host-trouble.js';
import { toGlobalId } from './ids.js';
import { installCommand } from './logins/install-command.js';
import { login as forLogin } from './logins/login.js';
import { serverBack } from './server-back.js';
import type { WayBack } from './way-back.js';

/** The public half of the key that sshd offers, by the algorithm that it is of; the usual one where that is not known. */
const keyFiles: readonly (readonly [algorithm: string, file: string])[] = [
  ['ecdsa-', 'ssh_host_ecdsa_key.pub'],
  ['ssh-rsa', 'ssh_host_rsa_key.pub'],
  ['rsa-', 'ssh_host_rsa_key.pub'],
];

function keyFile(algorithm: string | null): string {
  const known = keyFiles.find(([prefix]) => algorithm?.startsWith(prefix) === true);
  return `/etc/ssh/${known?.[1] ?? 'ssh_host_ed25519_key.pub'}`;
}

function byHand(hostId: string, title: string): WayBack {
  return { title, mutation: null, input: null, command: null, hostId };
}

/** The port is that of now, for a person to put the right one in its place. */
function anotherAddress({ hostId, endpoint }: HostWay, title: string): readonly WayBack[] {
  if (endpoint === null) return [];
  const input = { hostId: toGlobalId('Host', hostId), address: '<the right address>', port: endpoint.port };
  return [{ title, mutation: 'updateHost', input, command: null, hostId }];
}

/** Confirm the key that a host showed: until then nobody may log in and look at it. */
function confirmOffered(hostId: string, title: string, fingerprint: string): WayBack {
  const input = { hostId: toGlobalId('Host', hostId), fingerprint };
  return { title, mutation: 'confirmHostKey', input, command: null, hostId };
}

/**
 * What there is to do about a host whose key is in doubt: it is the host's, which only its owner can tell who looks at the host itself
 * and not through the network, or another machine answers at its address.
 */
export function beSureOfKey(host: DoubtedHost): readonly WayBack[] {
  const { hostId, name, endpoint, confirmedSha256, offered } = host;
  const look = `ssh-keygen -lf ${keyFile(offered?.algorithm ?? null)}`;
  if (confirmedSha256 === null) {
    if (offered === null) return [];
    const title = `Compare ${offered.sha256} with what ${look} prints on the console of ${name}, then confirm it`;
    return [confirmOffered(hostId, title, offered.sha256)];
  }
  const where = endpoint === null ? '' : ` at ${endpoint.address} port ${endpoint.port}`;
  const otherwise = anotherAddress(
    host,
    `Otherwise another machine answers${where}: check the address, and give that of ${name}; the confirmed key, ${confirmedSha256}, is asked for there`,
  );
  if (offered === null) {
    return [byHand(hostId, `Find out why ${name} shows another host key than the confirmed one`), ...otherwise];
  }
  const title =
    `Only if ${name} was installed anew, or its fingerprint was mistyped: compare ${offered.sha256} with what ` +
    `${look} prints on its console, not over the network, then confirm it`;
  return [confirmOffered(hostId, title, offered.sha256), ...otherwise];
}

/**
 * What there is to do about a host that refuses us: its public key is not among those of the user, or the user may not use sudo, or is
 * another one.
 */
function beLetIn({ hostId, name, login }: HostWay): readonly WayBack[] {
  if (login === undefined) return [byHand(hostId, `See that ${name} lets us in with the login that the message names`)];
  const { user, publicKey } = login;
  const known = forLogin.safeParse({ user, publicKey, forwarding: true });
  const title =
    `Let us in on ${name}: this line, run as root there, puts our public key among those of ${user}` +
    (user === 'root' ? '' : ', and lets it use sudo without a password');
  const input = { hostId: toGlobalId('Host', hostId), user: '<the right user>' };
  return [
    { ...byHand(hostId, title), command: known.success ? installCommand(known.data) : null },
    {
      ...{ title: `If ${user} is not its user, give that; another key is given as sshKeyId`, mutation: 'updateHost' },
      ...{ input, command: null, hostId },
    },
  ];
}

/**
 * What a person has to see to before a host is reached again, by class of fault; empty where the fault passes by itself.
 * @param doubted the host itself or one on the way to it, whose key is in doubt
 */
export function waysBack(faultClass: string, way: HostWay, doubted: DoubtedHost | null): readonly WayBack[] {
  const { hostId, name, endpoint, mysql } = way;
  const ofServer = mysql === undefined ? undefined : serverBack(faultClass, way, mysql);
  if (ofServer !== undefined) return ofServer;
  const where = endpoint === null ? '' : ` at ${endpoint.address} port ${endpoint.port}`;
  switch (faultClass) {
    case 'TRANSIENT':
      return [
        byHand(hostId, `See that ${name} runs and serves SSH${where}, and that no firewall is between`),
        ...anotherAddress(way, `If ${name} is at another address or port, give that`),
      ];
    case 'TRUST':
      return doubted === null ? [] : beSureOfKey(doubted);
    case 'AUTH':
      return beLetIn(way);
    case 'NO_SPACE':
    case 'READ_ONLY':
    case 'NO_MEMORY':
    case 'FORBIDDEN':
    case 'UNABLE':
      return [{ ...byHand(hostId, ''), ...wayOutOfTrouble(faultClass, name) }];
    case 'INVALID':
      return [byHand(hostId, `See to what the message says is missing on ${name}`)];
    default:
      return [];
  }
}
