import { membersWithRole } from '../../domain/members.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { defineRule } from '../define-rule.js';
import type { DriftedStep, OwedStep } from '../drift.js';
import { listed } from '../listed.js';
import { maskedUnits, unmaskByHand } from '../masked-units.js';
import { because } from '../reason.js';
import { declareInstead, repairCluster } from '../remedy.js';
import type { Violation } from '../report.js';
import type { RuleFacts } from '../rule.js';
import { hostSubject } from '../subject.js';

const notLookedAt = because(
  'STEPS_NOT_LOOKED_AT',
  'No look that counts now asked hosts about all that was made there; observeHosts asks.',
);

/** In the mode of a directory: whoever is neither its owner nor of its group may pass through. */
const searchForOthers = 0o001;

function inWords({ kind, key, summary }: DriftedStep): string {
  return `${kind} ${key}: ${summary}`;
}

function named(steps: readonly OwedStep[]): string {
  return listed(steps.map(({ kind, key }) => `${kind} ${key}`));
}

function stillThere(
  host: string,
  notRemoved: readonly OwedStep[],
): Pick<Violation, 'code' | 'message' | 'parameters' | 'extent'> {
  const steps = named(notRemoved);
  const message = `On ${host} something that was to go is still there: ${steps}.`;
  return { code: 'NOT_REMOVED', message, parameters: { host, steps }, extent: notRemoved.length };
}

/** Whether nobody but root gets through a directory of the tree that holds the homes, or it is not there. */
function isClosed({ kind, key, is }: DriftedStep, hostId: string, facts: RuleFacts): boolean {
  if (kind !== 'storage.directory' || is !== 'CHANGE') return false;
  const seen = facts.read(hostId, directoryAt(key));
  if (!seen.known) return false;
  const { value } = seen;
  return (
    value.is === 'absent' || (value.is === 'directory' && (Number.parseInt(value.mode, 8) & searchForOthers) === 0)
  );
}

/** One look may tell several steps the same. */
function evidenceOf(steps: readonly DriftedStep[]): DriftedStep['evidence'] {
  return [...new Map(steps.flatMap(({ evidence }) => evidence).map((one) => [one.probeId, one])).values()];
}

/**
 * What was made stays. By the last look no step that was made on a host would do it again.
 * A service that is not started at a boot, a file or a folder that somebody changed shows itself late, when nobody remembers why.
 */
export const whatWasMadeStays = defineRule({
  id: 'R-HOST-3',
  title: 'What was made stays',
  law: 'Whatever steps made on manager, nodes and a file server that is set up is still so at the last look: running, started at a boot, with its files and modes. Nor is anything owed there that an operation left undone, to be made or to be taken away, nor to be taken away on a host that left the cluster. What each account has, and service addresses of nodes where there are more than ten, are judged by rules of their own. A tree of homes that nobody gets through is an error.',
  severity: 'WARNING',
  source: 'Our own: what a person or a package changed on a host is seen before it harms',
  moments: ['after'],
  failsOperations: false,
  looks: () => [],
  check({ spec, facts, clusterId }, report) {
    let isJudged = false;
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE', 'FILE_SERVER')) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const { drifted, decided, made, notMade, notRemoved } = facts.drift(hostId);
      const host = facts.hostName(hostId);
      const isGood = drifted.length + notMade.length + notRemoved.length === 0;
      if (isGood && (made === 0 || decided < made)) continue;
      isJudged = true;
      if (isGood) {
        report.met(subject);
        continue;
      }
      const closed = drifted.filter((step) => isClosed(step, hostId, facts));
      const changed = drifted.filter((step) => step.is === 'CHANGE' && !closed.includes(step));
      const masked = drifted.filter((step) => maskedUnits([step]).length > 0);
      const taken = drifted.filter((step) => step.is === 'CONFLICT' && !masked.includes(step));
      const violation = { subject, field };
      if (masked.length > 0) {
        const units = maskedUnits(masked);
        const steps = listed(masked.map(({ kind, key }) => `${kind} ${key}`));
        report.violated({
          ...violation,
          code: 'MASKED',
          message: `On ${host} ${units.join(', ')} ${units.length === 1 ? 'is' : 'are'} masked, so that nothing starts what was made there, and no repair does: ${steps}.`,
          parameters: { host, steps, units: units.join(', ') },
          extent: masked.length,
          evidence: evidenceOf(masked),
          remedies: [
            unmaskByHand(hostId, host, units),
            declareInstead('Then converge the cluster again (repairCluster)'),
          ],
        });
      }
      if (notMade.length > 0) {
        const steps = named(notMade);
        report.violated({
          ...violation,
          code: 'NOT_MADE',
          message: `On ${host} something that was to be made is not: ${steps}.`,
          parameters: { host, steps },
          extent: notMade.length,
          remedies: [repairCluster(clusterId)],
        });
      }
      if (notRemoved.length > 0) {
        report.violated({ ...violation, ...stillThere(host, notRemoved), remedies: [repairCluster(clusterId)] });
      }
      if (closed.length > 0) {
        const steps = listed(closed.map(inWords));
        report.violated({
          ...violation,
          severity: 'ERROR',
          code: 'HOMES_OUT_OF_REACH',
          message: `On ${host} accounts and web servers cannot get to homes. To be done again: ${steps}.`,
          parameters: { host, steps },
          extent: closed.length,
          evidence: evidenceOf(closed),
          remedies: [repairCluster(clusterId)],
        });
      }
      if (changed.length > 0) {
        const steps = listed(changed.map(inWords));
        report.violated({
          ...violation,
          code: 'NOT_AS_MADE',
          message: `On ${host} something is not as it was made any more. To be done again: ${steps}.`,
          parameters: { host, steps },
          extent: changed.length,
          evidence: evidenceOf(changed),
          remedies: [repairCluster(clusterId)],
        });
      }
      if (taken.length > 0) {
        const steps = listed(taken.map(inWords));
        report.violated({
          ...violation,
          code: 'TAKEN_OVER',
          message: `On ${host} somebody else's is in the place of what was made: ${steps}. It is left alone.`,
          parameters: { host, steps },
          extent: taken.length,
          evidence: evidenceOf(taken),
          remedies: [
            declareInstead(`Clear it out of the way on ${host}, then converge the cluster again (repairCluster)`),
          ],
        });
      }
    }
    for (const hostId of facts.leftHosts) {
      isJudged = true;
      const left = stillThere(facts.hostName(hostId), facts.drift(hostId).notRemoved);
      report.violated({
        ...{ subject: hostSubject(hostId), field: [] },
        ...left,
        remedies: [repairCluster(clusterId)],
      });
    }
    if (!isJudged) report.notApplicable(notLookedAt);
  },
});
