import type { Lab } from '../test/lab/lab.js';
import { eventually } from './eventually.js';
import { outputOf } from './output-of.js';
import { proveTraffic } from './prove-traffic.js';

/** One claim about the cluster, shown on the hosts themselves. */
export interface Proof {
  readonly claim: string;
  readonly seen: string;
}

/** Outside of the cluster, on the network that clients come from. */
export const quickstartClient = 'client';

/** What the proofs need to know of the account that was created. */
export interface ProvenAccount {
  readonly name: string;
  readonly uid: number;
  readonly domain: string;
  readonly database: string;
  readonly databaseUser: string;
  readonly databasePassword: string;
  readonly databaseAddress: string;
}

export interface ProvenCluster {
  readonly manager: string;
  readonly nodes: readonly [string, string];
  readonly quorumAddress: string;
  readonly serviceAddress: string;
}

async function addressesBound(lab: Lab, cluster: ProvenCluster): Promise<Proof> {
  for (const address of [cluster.quorumAddress, cluster.serviceAddress]) {
    await outputOf(lab, cluster.manager, `ip -o -4 addr show | grep -F ' ${address}/'`);
  }
  for (const node of cluster.nodes) {
    await outputOf(lab, node, `ip -o -4 addr show dev lo | grep -F ' ${cluster.serviceAddress}/32'`);
    await outputOf(lab, node, 'test "$(sysctl -n net.ipv4.conf.all.arp_ignore)" = 1');
  }
  return {
    claim: 'quorum and service address are bound on the manager; nodes hold the service address without answering ARP',
    seen: `${cluster.quorumAddress}, ${cluster.serviceAddress} on ${cluster.manager}; lo of ${cluster.nodes.join(', ')}`,
  };
}

async function sharedFile(lab: Lab, cluster: ProvenCluster, account: ProvenAccount): Promise<Proof> {
  const [writer, reader] = cluster.nodes;
  const file = `/chroot/home/${account.name}/proof`;
  const text = `written on ${writer} at ${new Date().toISOString()}`;
  await outputOf(
    lab,
    writer,
    `setpriv --reuid=${account.uid} --regid=${account.uid} --clear-groups sh -c 'echo "${text}" > ${file}'`,
  );
  const read = await eventually(`${reader} reads ${file}`, 15, async () => {
    const seen = await outputOf(lab, reader, `cat ${file}`);
    if (seen !== text) throw new Error(`read ${JSON.stringify(seen)}`);
    return seen;
  });
  return { claim: `a file that the account writes on ${writer} is read on ${reader}`, seen: read };
}

async function lockRefused(lab: Lab, cluster: ProvenCluster, account: ProvenAccount): Promise<Proof> {
  const [holder, other] = cluster.nodes;
  const file = `/chroot/home/${account.name}/lock`;
  const unit = 'hostwright-proof-lock';
  await outputOf(
    lab,
    holder,
    `touch ${file}; systemctl stop ${unit} 2>/dev/null; systemctl reset-failed ${unit} 2>/dev/null
     systemd-run --quiet --unit=${unit} --property=RuntimeMaxSec=120 flock ${file} sleep 100`,
  );
  try {
    await eventually(`${holder} holds the lock`, 60, () =>
      outputOf(lab, holder, `flock -n -E 9 ${file} true; test $? = 9 && systemctl is-active ${unit}`),
    );
    const refused = await outputOf(
      lab,
      other,
      `flock -n -E 9 ${file} true; code=$?; test $code = 9 && echo "flock -n: refused"`,
    );
    return { claim: `a lock held by ${holder} is refused to ${other}`, seen: refused };
  } finally {
    await lab.run(holder, `systemctl stop ${unit}`, 30);
  }
}

async function sameUser(lab: Lab, cluster: ProvenCluster, account: ProvenAccount): Promise<Proof> {
  const lines = await Promise.all(
    [cluster.manager, ...cluster.nodes].map((host) =>
      outputOf(lab, host, `getent passwd ${account.name} && getent group ${account.name}`),
    ),
  );
  const different = lines.filter((line) => line !== lines[0]);
  if (different.length > 0) throw new Error(`getent differs: ${lines.join(' | ')}`);
  return {
    claim: 'the account has the same user and group on manager and nodes',
    seen: (lines[0] ?? '').replace('\n', ' '),
  };
}

async function databaseLogin(lab: Lab, cluster: ProvenCluster, account: ProvenAccount): Promise<Proof> {
  const [node] = cluster.nodes;
  const query = (database: string, statement: string): string =>
    `umask 077; options=$(mktemp /run/proof.XXXXXX); trap 'rm -f "$options"' EXIT
cat > "$options" <<'OPTIONS'
[client]
host=${account.databaseAddress}
user=${account.databaseUser}
password="${account.databasePassword}"
OPTIONS
mariadb --defaults-file="$options" --batch --skip-column-names --database='${database}' --execute='${statement}'`;
  const own = await outputOf(lab, node, query(account.database, 'SELECT CURRENT_USER(), DATABASE()'));
  const foreign = await lab.run(node, query('mysql', 'SELECT 1'), 30);
  if (foreign.exitCode === 0) throw new Error('the account entered the database "mysql", which is not its own');
  const visible = await outputOf(lab, node, query(account.database, 'SHOW DATABASES'));
  const others = visible.split('\n').filter((name) => name !== account.database && name !== 'information_schema');
  if (others.length > 0) throw new Error(`the account sees other databases: ${others.join(', ')}`);
  return {
    claim: `the account logs in to its database from ${node} and to no other`,
    seen: `${own.replace('\t', ' in ')}; database "mysql": ${foreign.stderr.trim().slice(0, 100)}`,
  };
}

/** Shows on the hosts, by ordinary commands, that the cluster does what it is for. Throws at the first claim that fails. */
export async function gatherProofs(
  lab: Lab,
  cluster: ProvenCluster,
  account: ProvenAccount,
): Promise<readonly Proof[]> {
  return [
    await addressesBound(lab, cluster),
    await sameUser(lab, cluster, account),
    await sharedFile(lab, cluster, account),
    await lockRefused(lab, cluster, account),
    await databaseLogin(lab, cluster, account),
    ...(await proveTraffic(lab, {
      ...cluster,
      ...{ domain: account.domain, uid: account.uid, documentRoot: `/chroot/home/${account.name}/public_html` },
      ...{ client: quickstartClient, webServer: 'nginx.service' },
    })),
  ];
}
