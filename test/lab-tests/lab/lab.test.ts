import { join } from 'node:path';
import { executeCommand } from '../../lab/execute-command.js';
import { readState } from '../../lab/lab-state.js';
import { Lab } from '../../lab/lab.js';

jest.setTimeout(900_000);

describe('the lab', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.up({
      hosts: [
        { name: 'manager', image: 'equipped', segments: ['public', 'private'] },
        { name: 'node1', image: 'equipped', segments: ['private'] },
        { name: 'node2', image: 'bare' },
        { name: 'db1', image: 'database' },
      ],
      clients: ['client'],
    });
  });

  afterAll(async () => {
    await lab?.down();
  });

  const ok = async (host: string, script: string, seconds = 120): Promise<string> => {
    const result = await lab.run(host, script, seconds);
    if (result.exitCode !== 0) throw new Error(`${host}: ${result.exitCode}: ${result.stderr}${result.stdout}`);
    return result.stdout.trim();
  };

  it('gives every host a name, a machine id and a host key of its own, and sizes that rules accept', async () => {
    const names = ['manager', 'node1', 'node2', 'db1'];
    const ids = await Promise.all(names.map((name) => ok(name, 'cat /etc/hostname /etc/machine-id')));
    expect(new Set(ids).size).toBe(names.length);
    expect(new Set(lab.hosts.map((host) => host.hostKeySha256)).size).toBe(names.length);
    expect(Number(await ok('manager', "df -Pk / | awk 'NR==2 {print $2}'"))).toBeGreaterThan(11_000_000);
  });

  it('reaches a host with a private address only through another host', async () => {
    expect(await ok('node1', 'hostname')).toBe('node1');
    const direct = await lab.runInClient('client', [
      'ping',
      '-c',
      '1',
      '-W',
      '1',
      lab.host('node1').privateAddress ?? '',
    ]);
    expect(direct.exitCode).not.toBe(0);
  });

  it('hands large amounts from host to host without losing any of it on the way', async () => {
    const address = lab.host('manager').privateAddress ?? '';
    await ok('manager', 'systemd-run --quiet --unit=sink socat -u TCP-LISTEN:9,reuseaddr OPEN:/root/received,creat');
    const sent = await ok(
      'node1',
      `head -c 8M /dev/urandom >/root/sent
socat -u OPEN:/root/sent TCP:${address}:9,retry=50,interval=0.1
sha256sum </root/sent && grep ^Tcp: /proc/net/snmp`,
    );
    const [sum = '', names = '', values = ''] = sent.split('\n');
    const counted = (name: string): number => Number(values.split(' ')[names.split(' ').indexOf(name)]);
    expect(counted('RetransSegs') / counted('OutSegs')).toBeLessThan(0.01);
    await ok('manager', 'while systemctl is-active --quiet sink; do sleep 0.1; done');
    expect(await ok('manager', 'sha256sum </root/received')).toBe(sum);
  });

  it('lets the command line look at the hosts of a process that runs, and change nothing there', async () => {
    const number = String(lab.index);
    const command = (...argv: readonly string[]): ReturnType<typeof executeCommand> =>
      executeCommand(process.execPath, ['--require', 'tsx/cjs', join(__dirname, '../../lab/main.ts'), ...argv], '', 60);
    const looked = await command('ssh', '--lab', number, 'node1', 'hostname');
    expect(looked).toMatchObject({ exitCode: 0, stdout: 'node1\n' });
    const refusal = expect.stringContaining(`lab ${number} is of process ${process.pid}: `);
    for (const change of [['reboot', 'node1'], ['crash', 'node1'], ['down']])
      expect(await command(...change, '--lab', number)).toMatchObject({ exitCode: 1, stderr: refusal });
    expect((await command('status')).stdout).toContain(`lab ${number} (of process ${process.pid}: `);
    expect(await ok('node1', 'hostname')).toBe('node1');
  });

  it('exports by kernel NFS version 3 and refuses a lock that another host holds', async () => {
    const address = lab.host('manager').privateAddress ?? '';
    // After its start a server grants no lock for these seconds; the lock manager and the server itself have a time each.
    await ok('manager', 'modprobe lockd && echo 1 >/proc/sys/fs/nfs/nlm_grace_period');
    await ok('manager', "printf '[nfsd]\\nvers4=n\\ngrace-time=10\\n' >/etc/nfs.conf.d/lab.conf && mkdir -p /chroot");
    await ok('manager', 'systemctl start nfs-server rpc-statd');
    await ok('manager', 'exportfs -o rw,no_root_squash,no_subtree_check "*:/chroot"');
    await ok('node1', `mkdir -p /chroot && mount -t nfs -o vers=3 ${address}:/chroot /chroot && touch /chroot/lock`);
    const other = lab.host('manager').publicAddress ?? '';
    await ok('db1', `mkdir -p /chroot && mount -t nfs -o vers=3 ${other}:/chroot /chroot`);
    await ok('node1', 'systemd-run --quiet --unit=holder flock /chroot/lock sleep 600');
    await ok('node1', 'for i in $(seq 300); do flock -n /chroot/lock true || exit 0; done; exit 1');
    const refused = await lab.run('db1', 'flock -n -E 9 /chroot/lock true');
    expect(refused.exitCode).toBe(9);
    await ok('node1', 'systemctl stop holder');
    await ok('db1', 'umount /chroot');
    await ok('node1', 'umount /chroot');
  });

  it('installs packages on a bare host from its own repository', async () => {
    expect((await lab.run('node2', 'command -v keyctl')).exitCode).not.toBe(0);
    await ok('node2', 'DEBIAN_FRONTEND=noninteractive apt-get install -y -qq keyutils >/dev/null 2>&1', 300);
    expect(await ok('node2', 'command -v keyctl')).toBe('/usr/bin/keyctl');
  });

  it('lets another host log in to the database server', async () => {
    const address = lab.host('db1').publicAddress ?? '';
    const query = `for i in $(seq 100); do mariadb -h ${address} -u root -plab-root-password -Ne 'SELECT 42' 2>/tmp/e && exit 0; done; cat /tmp/e >&2; exit 1`;
    expect(await ok('manager', query)).toBe('42');
  });

  it('keeps what was synced over an orderly reboot and over a crash', async () => {
    await ok('node2', 'echo kept >/root/kept && sync');
    await lab.reboot('node2');
    expect(await ok('node2', 'cat /root/kept')).toBe('kept');
    // It serves SSH no more, and somebody who added a key will want to get in with it.
    await ok('node2', 'echo "ssh-ed25519 AAAA added" >>/root/.ssh/authorized_keys && sync && systemctl stop ssh');
    await lab.crash('node2');
    expect(await ok('node2', 'cat /root/kept')).toBe('kept');
    const keys = (await ok('node2', 'cut -d " " -f 3 /root/.ssh/authorized_keys')).split('\n');
    expect(keys).toEqual(['lab', 'added']);
  });

  it('is taken down once, however often that is asked for', async () => {
    const removal = lab.down();
    expect(lab.down()).toBe(removal);
    await removal;
    expect(readState(lab.index)?.owner.pid).not.toBe(process.pid);
  });
});
