import type { Probe } from '../../../../src/probes/probe.js';
import { quotaSupport } from '../../../../src/probes/storage/quota-support.js';
import { ownRpcPrograms, rpcNumbers } from '../../../../src/probes/storage/rpc-programs.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import type { HarnessHosts } from './harness-hosts.js';

/** Without what a client remembers, each look asks the server: a share of user storage is away so after half a minute. */
const mount = `mkdir -p /srv/shared /mnt/silent
systemctl start nfs-server
exportfs -o rw,no_root_squash,insecure,fsid=77 127.0.0.1:/srv/shared
mount -t nfs -o vers=3,hard,nolock,actimeo=0 127.0.0.1:/srv/shared /mnt/silent`;
const clear = `umount -f -l /mnt/silent || :
systemctl start nfs-server
exportfs -u 127.0.0.1:/srv/shared
systemctl stop nfs-server`;

/** A share that is mounted as user storage is, whose server was stopped. */
export function silentShare(hosts: HarnessHosts): void {
  const byHand = (script: string): Promise<string> => hosts.cluster.byOpenSsh('manager', script);

  async function look<T>(probe: Probe<T>): Promise<T | string> {
    const run = await hosts.cluster.sshSession('manager').look([probe.question]);
    const [answer] = run.is === 'answers' ? run.answers : [];
    if (answer === undefined) throw new Error('the host is busy');
    const reading = probe.parse(answer);
    return reading.known ? reading.value : reading.reason;
  }

  describe('a share whose server was stopped', () => {
    beforeAll(() => byHand(mount));
    afterAll(() => byHand(clear));

    it('hangs no look: what lies there is said to be silent, and the host that exports it to offer no NFS', async () => {
      expect(await look(directoryAt('/mnt/silent'))).toMatchObject({ is: 'directory', empty: true });
      await byHand('systemctl stop nfs-server');
      expect(await look(directoryAt('/mnt/silent'))).toEqual({ is: 'silent' });
      expect(await look(quotaSupport('/mnt/silent'))).toMatch(/in time/);
      const programs = await look(ownRpcPrograms());
      expect(programs).toEqual(expect.not.arrayContaining([expect.objectContaining({ program: rpcNumbers.nfs })]));
    });
  });
}
