import { causesFirst } from '../../../src/commands/causes-first.js';
import { observeHosts, repairCluster, runByHand } from '../../../src/rules/remedy.js';
import type { Finding, Remedy, Severity } from '../../../src/rules/rule.js';
import { hostSubject } from '../../../src/rules/subject.js';
import { clusterId, managerId, node1Id } from '../rules/clusters.js';

function finding(ruleId: string, severity: Severity, ...remedies: readonly Remedy[]): Finding {
  return {
    ...{ ruleId, severity, moment: 'after', subject: hostSubject(managerId), subjectName: 'manager', clusterId },
    ...{ verdict: 'VIOLATED', messageCode: 'BROKEN', nth: 0, parameters: {}, message: 'It is broken.' },
    ...{ field: [], evidence: [], remedies },
  };
}

describe('what is owed after an operation', () => {
  const again = repairCluster(clusterId);
  const byHand = runByHand(managerId, 'Start it', 'systemctl start it');
  const told = (...owed: readonly Finding[]): readonly string[] =>
    causesFirst(owed, clusterId).map(({ ruleId }) => ruleId);

  it('is told with what another repair would end behind what it would not, each in the order of the rules', () => {
    const consequences = [finding('R-CM-5', 'ERROR', again, byHand), finding('R-CM-1', 'ERROR', again)];
    const causes = [
      finding('R-STO-3', 'ERROR', byHand, again),
      finding('R-NODE-4', 'ERROR', observeHosts([managerId])),
    ];
    expect(told(...consequences, ...causes)).toEqual(['R-STO-3', 'R-NODE-4', 'R-CM-5', 'R-CM-1']);
  });

  it('is told with errors first, whatever ends them', () => {
    const warning = finding('D-20', 'WARNING', byHand);
    expect(told(warning, finding('R-CM-5', 'ERROR', again))).toEqual(['R-CM-5', 'D-20']);
  });

  it('takes the repair of another cluster for a cause, and what nothing is offered for too', () => {
    const elsewhere = finding('R-NET-5', 'ERROR', repairCluster(node1Id));
    expect(told(finding('R-CM-5', 'ERROR', again), elsewhere, finding('R-HOST-3', 'ERROR'))).toEqual([
      ...['R-NET-5', 'R-HOST-3', 'R-CM-5'],
    ]);
  });
});
