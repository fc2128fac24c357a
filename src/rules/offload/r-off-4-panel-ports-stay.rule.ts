import { ftpPort, panelPorts } from '../../domain/balanceable-ports.js';
import { managedServices, placedServices } from '../../domain/balanced-services.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { addressSubject } from '../subject.js';

/** From here on IPVS takes ports for data connections of FTP. */
const firstDataPort = 1_024;

/**
 * Panel ports stay on the manager. The panel's ports 2080 and 2443 and those that the cluster declares for it are never balanced.
 * A node has no panel of its own to answer with, and the manager's keeps what it works on. Whoever balances makes no difference.
 *
 * Where IPVS balances FTP with persistence, it takes connections to every other port from 1024 on of the same address for data
 * connections and sends them to a node: `ip_vs_service_find` and `ip_vs_sched_persist` in the kernel.
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
    for (const { service, field } of placedServices(core)) {
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
    if (core.panel === null) return;
    for (const { service, field } of managedServices(core)) {
      if (service.port !== ftpPort || service.persistenceSeconds === 0) continue;
      const { address } = service;
      const taken = [...ports].filter((port) => port >= firstDataPort);
      report.violated({
        subject: addressSubject(address),
        code: 'PANEL_BEHIND_FTP',
        severity: 'WARNING',
        message: `FTP on ${address} is balanced with persistence, so that its ports ${taken.join(', ')} lead to nodes too: the panel answers at the manager's own addresses only.`,
        parameters: { address, ports: taken.join(', ') },
        field: [...field, 'port'],
        extent: taken.length,
        remedies: [declareInstead('Balance FTP at a service address of its own, at which nobody looks for the panel')],
      });
    }
  },
});
