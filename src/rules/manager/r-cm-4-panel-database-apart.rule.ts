import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noPanel } from '../no-panel.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';

/**
 * The panel's database apart. No database server for customers is one of the panel's own on manager or nodes, as its port tells.
 * Both speak MySQL; what customers may do in the one would destroy what the panel knows of them.
 */
export const panelDatabaseApart = defineRule({
  id: 'R-CM-4',
  title: "The panel's database apart",
  law: "No database server for customers is the panel's own: none is at a port of the panel on manager or nodes.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Minimum Responsibilities of a Cluster Manager"',
  moments: ['declared'],
  notApplicable: noPanel,
  check({ spec, facts }, report) {
    const { core, databaseServers } = spec;
    const ports = core.panel?.ports ?? [];
    for (const { member } of membersWithRole(core, 'MANAGER', 'NODE')) {
      const held = new Set(member.addresses.map(({ address }) => canonicalAddress(address)));
      for (const { databaseServerId, name, address, port } of databaseServers) {
        if (!ports.includes(port) || !held.has(canonicalAddress(address))) continue;
        const host = facts.hostName(member.hostId);
        report.violated({
          subject: databaseServerSubject(databaseServerId),
          code: 'DATABASE_OF_THE_PANEL',
          message: `Database server ${name} is at port ${port} of ${host}, which is the panel's; customers need another server.`,
          parameters: { server: name, host, port: String(port) },
          field: ['databaseServers'],
          remedies: [declareInstead(`Name a MySQL server for customers in the place of ${name}`)],
        });
      }
    }
  },
});
