import { managerOfSize } from '../../../../src/rules/manager/r-cm-7-manager-of-size.rule.js';
import { managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { withDefaultDuties } from '../offload/duties.js';
import { sized } from '../resources/sizes.js';

const spec = publicCluster(withDefaultDuties);
const subject = `Host ${managerId}`;

describe('R-CM-7', () => {
  it('is met by a manager of the recommended size, about', () => {
    const facts = sized(new HostFacts(), managerId, { processors: 2, memoryGigabytes: 2.8, diskGigabytes: 18.5 });
    expectMet(managerOfSize, { spec, facts });
  });

  it.each([
    [{ memoryGigabytes: 2 }, '2.0 GB of memory (3 GB are good)'],
    [{ processors: 1, diskGigabytes: 12 }, '1 processor (2 are good), 12.0 GB of disk (20 GB are good)'],
  ])('is violated by one of %j, and names what it does', (size, lacking) => {
    const facts = sized(new HostFacts(), managerId, size);
    expectViolated(managerOfSize, { spec, facts }, [
      {
        subject,
        code: 'SMALL_FOR_ITS_DUTIES',
        severity: 'WARNING',
        field: ['members', '0'],
        message: `Manager has ${lacking}, and does all of: serving HTTP; user storage; the accounts' MySQL`,
        remedy: 'declare',
      },
    ]);
  });

  it('is silent about a manager that handed on one of its duties', () => {
    expectNotApplicable(
      managerOfSize,
      { spec: publicCluster(), facts: sized(new HostFacts(), managerId, { processors: 1 }) },
      'The manager has not all of its default duties: serving, user storage and MySQL.',
    );
  });

  it('is unknown without looks', () => {
    const unknown = { subject, lookAt: managerId };
    expectUnknown(managerOfSize, { spec }, [unknown, unknown, unknown]);
  });
});
