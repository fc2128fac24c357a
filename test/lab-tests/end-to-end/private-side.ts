import { createAccount } from '../../../quickstart/declare-cluster.js';
import type { OneCluster } from './one-cluster.js';
import { peersOf } from './peers-of.js';

const servers = ['manager', 'node1', 'node2'] as const;
const nodes = ['node1', 'node2'] as const;

/** Tests of a cluster that was set up on hosts with two cards: servers meet each other on the second one only. */
export function privateSide(at: () => OneCluster): void {
  const hand = {
    async byHand(host: string, script: string): Promise<string> {
      const { exitCode, stdout, stderr } = await at().lab.run(host, script, 60);
      if (exitCode !== 0) throw new Error(`${host}: ${script}\nended with ${exitCode}: ${stderr}`);
      return stdout.trim();
    },
  };
  const own = (host: string): string => at().lab.host(host).privateAddress ?? '';

  /** What is mounted over NFS: where, and from which address by the kernel's own account. */
  async function mounts(host: string): Promise<ReadonlyMap<string, string>> {
    const lines = (await hand.byHand(host, 'findmnt -rnt nfs -o TARGET,OPTIONS')).split('\n');
    return new Map(
      lines.map((line) => {
        const [target = '', options = ''] = line.split(' ');
        return [target, /(?:^|,)addr=([^,]+)/.exec(options)?.[1] ?? ''];
      }),
    );
  }

  it('is where nodes mount user storage, and nobody else is connected to the server', async () => {
    const { quorumAddress } = at().declared.proven;
    for (const node of nodes) {
      expect((await mounts(node)).get('/chroot')).toBe(quorumAddress);
      expect(await peersOf(hand, node, 'dport = :2049')).toEqual([quorumAddress]);
    }
    expect((await peersOf(hand, 'manager', 'sport = :2049')).toSorted()).toEqual(nodes.map(own));
  });

  it("is where the manager mounts the nodes' logs", async () => {
    const seen = await mounts('manager');
    expect([...seen.values()].toSorted()).toEqual(nodes.map(own));
    for (const target of seen.keys()) expect(target).toMatch(/^\/var\/log\/hostwright\/nodes\//);
    for (const node of nodes) expect(await peersOf(hand, node, 'sport = :2049')).not.toEqual([]);
  });

  it('is where accounts come from to a database server that has no other side', async () => {
    const { server, declared } = at();
    const account = await createAccount(server.client(), declared, 'inside');
    await server.follow(account.operationId);
    // The client looks at its own connection while that is open.
    const script = `umask 077; options=$(mktemp /run/inside.XXXXXX); trap 'rm -f "$options"' EXIT
printf '[client]\\nhost=${own('db1')}\\nuser=inside\\npassword="%s"\\n' '${account.databasePassword ?? ''}' >"$options"
mariadb --defaults-file="$options" --batch --skip-column-names --unbuffered inside <<'END'
SELECT USER();
\\! ss -Htn state established 'dport = :3306 and dst ${own('db1')}'
END`;
    for (const host of servers) {
      const { exitCode, stdout } = await at().lab.run(host, script, 60);
      expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
      expect(stdout).toMatch(new RegExp(`^inside@${own(host)}$`, 'm'));
      expect(stdout).toMatch(new RegExp(`\\b${own(host)}:\\d+\\s+${own('db1')}:3306\\b`));
    }
    expect(await hand.byHand('db1', 'ip -o -4 address show scope global')).toMatch(
      new RegExp(`^\\S+ eth0\\s+inet ${own('db1')}/24 [^\\n]*$`),
    );
  });
}
