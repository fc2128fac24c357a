import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole } from '../../domain/members.js';
import { defineRule } from '../define-rule.js';
import { noPanel } from '../no-panel.js';
import { declareInstead } from '../remedy.js';
import { databaseServerSubject } from '../subject.js';

/**
 * The panel's database apart. No database server for customers is one of the panel's own on manager or nodes, as its port tells:
 * that of the panel's database, or another one of the panel's, at which no customer can have a server either.
 * Both speak MySQL; what customers may do in the one would destroy what the panel knows of them.
 */
export const panelDatabaseApart = defineRule({
  id: 'R-CM-4',
  title: "The panel's database apart",
  law: "No database server for customers is the panel's own: none is at the port of the panel's database on manager or nodes, or at another port of the panel.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Minimum Responsibilities of a Cluster Manager"',
  moments: ['declared'],
  notApplicable: noPanel,
  check({ spec, facts }, report) {
    const { core, databaseServers } = spec;
    const ports = new Set([...(core.panel?.ports ?? []), core.panel?.databasePort]);
    for (const { member } of membersWithRole(core, 'MANAGER', 'NODE')) {
      const held = new Set(member.addresses.map(({ address }) => canonicalAddress(address)));
      for (const { databaseServerId, name, address, port } of databaseServers) {
        if (!ports.has(port) || !held.has(canonicalAddress(address))) continue;
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
