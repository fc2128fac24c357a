import { placedServices, targetsOf } from '../../domain/balanced-services.js';
import { managerOf } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';
import { noWebmail } from './no-webmail.js';

const webPorts: readonly number[] = [80, 443];

/**
 * Webmail on nodes. Where ports 80 and 443 are balanced, nodes serve the webmail that is reached there.
 * At the panel's own ports it stays on the manager.
 */
export const webmailOnNodes = defineRule({
  id: 'R-OFF-5',
  title: 'Webmail on nodes',
  law: "Where ports 80 and 443 are balanced over nodes, these serve the panel's webmail too.",
  severity: 'INFO',
  source: 'Cluster installation requirements, "Spreading computation responsibility to other servers"',
  moments: ['declared'],
  notApplicable: noWebmail,
  check({ spec }, report) {
    const manager = managerOf(spec.core)?.member.hostId;
    const onNodes = new Set(
      placedServices(spec.core).flatMap(({ service }) =>
        targetsOf(spec.core, service).some(({ hostId, weight }) => hostId !== manager && weight > 0)
          ? [service.port]
          : [],
      ),
    );
    const missing = webPorts.filter((port) => !onNodes.has(port)).join(', ');
    if (missing === '') return;
    report.violated({
      subject: clusterSubject(spec),
      code: 'WEBMAIL_NOT_BALANCED',
      message: `No node takes connections to port ${missing}, so that the manager alone serves webmail there.`,
      parameters: { ports: missing },
      field: ['balancedServices'],
      remedies: [declareInstead(`Balance port ${missing} over the nodes`)],
    });
  },
});
