import { directorUnit } from '../../../../src/probes/balancing/director-unit.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { balancingAfterBoot } from '../../../../src/rules/balancing/d-12-balancing-after-boot.rule.js';
import { balanced, managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(balanced({ port: 80 }));
const unit = (fileState: string): HostFacts =>
  new HostFacts().answer(
    managerId,
    unitState(directorUnit),
    `LoadState=loaded\nActiveState=active\nUnitFileState=${fileState}\nNeedDaemonReload=no\n`,
  );

describe('D-12', () => {
  it('is met by a unit that starts at boot', () => {
    expectMet(balancingAfterBoot, { spec, facts: unit('enabled') });
  });

  it('warns of one that runs now and will not after a boot', () => {
    expectViolated(balancingAfterBoot, { spec, facts: unit('disabled') }, [
      {
        ...{ subject: `Host ${managerId}`, code: 'NOT_AT_BOOT', severity: 'WARNING', field: ['members', '0'] },
        message: 'On manager keepalived.service is not started at boot',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(balancingAfterBoot, { spec }, [{ subject: `Host ${managerId}`, lookAt: managerId }]);
  });

  it('does not apply where nothing is balanced', () => {
    expectNotApplicable(balancingAfterBoot, { spec: publicCluster() }, 'The cluster balances no service.');
  });
});
