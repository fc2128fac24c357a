import { panelPorts } from '../../domain/balanceable-ports.js';
import { managedServices } from '../../domain/balanced-services.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { addressSubject } from '../subject.js';

/**
 * Panel ports stay on the manager. The panel's ports 2080 and 2443 and those that the cluster declares for it are never balanced.
 * A node has no panel of its own to answer with, and the manager's keeps what it works on.
 */
export const panelPortsStay = defineRule({
  id: 'R-OFF-4',
  title: 'Panel ports stay on the manager',
  law: "The panel's ports 2080 and 2443, and those that the cluster declares for it, are never balanced.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Cluster manager"',
  moments: ['declared'],
  check({ spec: { core } }, report) {
    const ports = new Set([...panelPorts, ...(core.panel?.ports ?? [])]);
    for (const { service, field } of managedServices(core)) {
      if (!ports.has(service.port)) continue;
      const port = String(service.port);
      report.violated({
        subject: addressSubject(service.address),
        code: 'PANEL_PORT_BALANCED',
        message: `Port ${port} of ${service.address} is the panel's and cannot be balanced; it reaches the manager directly.`,
        parameters: { address: service.address, port },
        field: [...field, 'port'],
        remedies: [declareInstead(`Leave port ${port} out of the balanced services`)],
      });
    }
  },
});
