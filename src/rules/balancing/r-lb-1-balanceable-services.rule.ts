import { balanceablePorts, ftpPort, panelPorts } from '../../domain/balanceable-ports.js';
import { placedServices } from '../../domain/balanced-services.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { addressSubject } from '../subject.js';

/**
 * Services that can be balanced. Web, mail and FTP can be balanced, FTP only while a client stays with one host.
 * Data connections of FTP come on ports of their own and have to reach the host of the control connection.
 */
export const balanceableServices = defineRule({
  id: 'R-LB-1',
  title: 'Services that can be balanced',
  law: 'Web, mail and FTP can be balanced, FTP only while a client stays with one host.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Load balancing"',
  moments: ['declared'],
  check({ spec: { core } }, report) {
    const choices = [...balanceablePorts].map(([port, name]) => `${port} (${name})`).join(', ');
    const others = new Set([...panelPorts, ...(core.panel?.ports ?? [])]);
    for (const { service, field } of placedServices(core)) {
      const { address, port, persistenceSeconds } = service;
      const named = { address, port: String(port) };
      if (!balanceablePorts.has(port) && !others.has(port)) {
        report.violated({
          subject: addressSubject(address),
          code: 'NOT_BALANCEABLE',
          message: `Port ${port} of ${address} cannot be balanced; these can: ${choices}.`,
          parameters: { ...named, choices },
          field: [...field, 'port'],
          remedies: [declareInstead(`Leave port ${port} out of the balanced services`)],
        });
      }
      if (port === ftpPort && persistenceSeconds === 0) {
        report.violated({
          subject: addressSubject(address),
          code: 'FTP_WITHOUT_PERSISTENCE',
          severity: 'WARNING',
          message: `FTP on ${address} is balanced without persistence, so that data connections may reach another host.`,
          parameters: named,
          field: [...field, 'persistenceSeconds'],
          remedies: [declareInstead('Give the service some persistence, e.g. 300 s')],
        });
      }
    }
  },
});
