import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { homePath } from '../../../../src/probes/system/home-path.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { quotasCountOnePartition } from '../../../../src/rules/storage/d-16-quotas-count-one-partition.rule.js';
import { managerId, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const subject = `Host ${managerId}`;
const disk = { target: '/chroot', fileSystem: 'ext4', source: '/dev/sdb1', superOptions: 'rw' };
const violation = { subject, code: 'SEVERAL_PARTITIONS', field: ['members', '0'], remedy: 'declare' } as const;

function withPanel(edit: (spec: ClusterSpec) => void = () => undefined): ClusterSpec {
  return publicCluster((edited) => {
    edit(edited);
    edited.core.panel = { name: 'interworx', ports: [], databasePort: null, licences: [] };
  });
}

function facts(mountLines: string, home = 'link /chroot/home\n'): HostFacts {
  return new HostFacts().answer(managerId, mounts(), mountLines).answer(managerId, homePath(), home);
}

describe('D-16', () => {
  it('is met by a manager with one partition for all', () => {
    const spec = withPanel();
    expectMet(quotasCountOnePartition, { spec, facts: facts(mountInfo()), moment: 'before' });
    expectMet(quotasCountOnePartition, { spec, facts: facts(mountInfo(), 'directory\n'), moment: 'before' });
  });

  it('is violated by a disk of its own for the user storage, and names what lies where', () => {
    const given = { facts: facts(mountInfo(disk)), moment: 'before' } as const;
    const message = '/chroot on /dev/sdb1 (ext4), /home on /dev/sdb1 (ext4), /var on /dev/root (ext4)';
    expectViolated(quotasCountOnePartition, { ...given, spec: withPanel() }, [
      { ...violation, severity: 'WARNING', message },
    ]);
    expectViolated(quotasCountOnePartition, { ...given, spec: publicCluster() }, [
      { ...violation, severity: 'INFO', message },
    ]);
  });

  it('is violated by a /home that is apart from both', () => {
    const homes = { target: '/home', fileSystem: 'xfs', source: '/dev/sdc1', superOptions: 'rw' };
    const seen = facts(mountInfo(homes), 'directory\n');
    expectViolated(quotasCountOnePartition, { spec: withPanel(), facts: seen, moment: 'before' }, [
      { ...violation, severity: 'WARNING', message: '/home on /dev/sdc1 (xfs)' },
    ]);
  });

  it('judges a share once it is mounted', () => {
    const spec = withPanel(withFileServer);
    const seen = facts(mountInfo(nfsMount('9.9.9.15')));
    expectNotApplicable(
      quotasCountOnePartition,
      { spec, facts: seen, moment: 'before' },
      'A share is judged once it is mounted.',
    );
    expectViolated(quotasCountOnePartition, { spec, facts: seen, moment: 'after' }, [
      { ...violation, severity: 'WARNING', message: '/chroot on 9.9.9.15:/chroot (nfs)' },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(quotasCountOnePartition, { spec: withPanel(), moment: 'before' }, [
      { subject, lookAt: managerId },
      { subject, lookAt: managerId },
    ]);
  });

  it('is silent where nobody wants quotas', () => {
    const spec = withPanel((edited) => {
      edited.core.quotasRequired = false;
    });
    expectNotApplicable(
      quotasCountOnePartition,
      { spec, moment: 'before' },
      'Neither the cluster nor an account wants quotas.',
    );
  });
});
