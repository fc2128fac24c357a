import { fileServerOf } from '../../domain/file-server.js';
import { missingAccountTools } from '../../probes/accounts/missing-account-tools.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { noFileServer, noQuotasWanted } from './no-quotas-wanted.js';
import { because } from '../reason.js';

/**
 * Users can be mirrored. For quotas Hostwright can run useradd and groupadd as root on a file server that it sets up.
 * Quotas are of groups, which the file server has to have too.
 */
export const mirroredUsers = defineRule({
  id: 'R-STO-9',
  title: 'Users can be mirrored',
  law: 'Where quotas are wanted, useradd and groupadd can be run as root on a file server that is set up.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before'],
  notApplicable: (spec) => {
    const general = noFileServer(spec) ?? noQuotasWanted(spec);
    if (general !== null) return general;
    const server = fileServerOf(spec);
    if (server === undefined)
      return because('FILE_SERVER_UNPLACED', 'The value does not say yet where the file server is reached.');
    return server.isObserved
      ? because('FILE_SERVER_OBSERVED', 'On a file server that is only looked at, a person mirrors the users.')
      : null;
  },
  looks(spec) {
    const server = fileServerOf(spec);
    return server === undefined ? [] : [{ hostId: server.member.hostId, probe: missingAccountTools() }];
  },
  check({ spec, facts }, report) {
    const server = fileServerOf(spec);
    if (server === undefined) return;
    const { hostId } = server.member;
    const subject = hostSubject(hostId);
    const missing = report.read(subject, hostId, missingAccountTools());
    if (missing === undefined) return;
    if (missing.value.length === 0) return report.met(subject, [missing.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NO_ACCOUNT_TOOLS',
      message: `File server ${host} lacks ${missing.value.join(', ')}, which make the accounts' users and groups there.`,
      parameters: { host, missing: missing.value.join(', ') },
      field: server.field,
      evidence: [missing.evidence],
      remedies: [
        declareInstead(`Install the shadow tools on ${host}, or register it as OBSERVED and mirror the users by hand`),
      ],
    });
  },
});
