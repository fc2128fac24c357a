import { managedServices } from '../../domain/balanced-services.js';
import { defineRule } from '../define-rule.js';
import { noPanel } from '../no-panel.js';
import { declareInstead } from '../remedy.js';
import { addressSubject } from '../subject.js';

const ports: readonly number[] = [80, 443, 25, 587, 110, 995, 143, 993];
const persistences: readonly number[] = [0, 300, 1800, 3600];
const weights: readonly number[] = [0, 1];

/**
 * What the panel's own balancing knows. Under a hosting panel balanced services keep to the ports, weights and times of
 * persistence that the panel's own balancing knows.
 * What the panel does not know it cannot show, and it overwrites it where somebody edits the service there.
 */
export const whatThePanelTakes = defineRule({
  id: 'D-7',
  title: "What the panel's own balancing knows",
  law: "Under a hosting panel balanced services keep to the ports, weights and times of persistence that the panel's own balancing knows.",
  severity: 'WARNING',
  source: 'InterWorx API, load balancing controller (/nodeworx/cluster/lb)',
  moments: ['declared'],
  notApplicable: noPanel,
  check({ spec: { core }, facts }, report) {
    for (const { service, field } of managedServices(core)) {
      const { address, port, persistenceSeconds } = service;
      const violation = { subject: addressSubject(address), field };
      if (!ports.includes(port)) {
        report.violated({
          ...violation,
          code: 'PORT_UNKNOWN_TO_PANEL',
          message: `The panel does not balance port ${port} of ${address}; it knows ${ports.join(', ')}.`,
          parameters: { address, port: String(port), choices: ports.join(', ') },
          field: [...field, 'port'],
          remedies: [declareInstead(`Leave port ${port} out of the balanced services`)],
        });
      }
      if (!persistences.includes(persistenceSeconds)) {
        report.violated({
          ...violation,
          code: 'PERSISTENCE_UNKNOWN_TO_PANEL',
          message: `The panel does not know a persistence of ${persistenceSeconds} s; it knows ${persistences.join(', ')}.`,
          parameters: { address, persistence: String(persistenceSeconds), choices: persistences.join(', ') },
          field: [...field, 'persistenceSeconds'],
          remedies: [declareInstead(`Choose one of ${persistences.join(', ')} s`)],
        });
      }
      service.weights.forEach(({ hostId, weight }, index) => {
        if (weights.includes(weight)) return;
        const host = facts.hostName(hostId);
        report.violated({
          ...violation,
          code: 'WEIGHT_UNKNOWN_TO_PANEL',
          message: `The panel does not know weight ${weight} of ${host}; it knows 0 and 1.`,
          parameters: { address, host, weight: String(weight) },
          field: [...field, 'weights', String(index), 'weight'],
          remedies: [declareInstead(`Give ${host} weight 0 or 1`)],
        });
      });
    }
  },
});
