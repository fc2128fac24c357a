import { balanceablePorts } from '../../domain/balanceable-ports.js';
import { managedServices } from '../../domain/balanced-services.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';
import { because } from '../reason.js';

/**
 * What is not balanced. A service that is not balanced is served by the manager alone.
 * SSH and everything else goes to the server whose address is used.
 */
export const notBalanced = defineRule({
  id: 'D-10',
  title: 'What is not balanced',
  law: 'A service that is not balanced is served by the manager alone.',
  severity: 'INFO',
  source: 'InterWorx, features of the cluster panel',
  moments: ['declared'],
  notApplicable: ({ core }) =>
    core.lbMode === 'EXTERNAL'
      ? because('BALANCED_ELSEWHERE', "Somebody else's balancer decides what is handed on to nodes.")
      : null,
  check({ spec }, report) {
    const balanced = new Set(managedServices(spec.core).map(({ service }) => service.port));
    const left = [...balanceablePorts].filter(([port]) => !balanced.has(port));
    if (left.length === 0) return;
    const services = left.map(([port, name]) => `${name} (${port})`).join(', ');
    report.violated({
      subject: clusterSubject(spec),
      code: 'SERVED_BY_MANAGER',
      message: `Not balanced, and therefore served by the manager alone: ${services}.`,
      parameters: { services },
      field: ['balancedServices'],
      remedies: [declareInstead('Declare among the balanced services those that nodes shall serve too')],
    });
  },
});
