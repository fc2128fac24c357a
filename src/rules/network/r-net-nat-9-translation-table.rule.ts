import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/**
 * The translation table fills. Behind NAT the number of connections is bounded by the device's translation table.
 * Nothing of the device can be seen from here, so that every cluster behind one is told.
 */
export const translationTable = defineRule({
  id: 'R-NET-NAT-9',
  title: 'The translation table fills',
  law: 'Behind NAT the number of connections is bounded by the memory of the device for its translation table.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check({ spec }, report) {
    report.violated({
      subject: clusterSubject(spec),
      code: 'TABLE_MAY_FILL',
      message:
        'Every connection takes a place in the translation table of the NAT device; under high traffic it can be full, and new clients are then refused.',
      field: ['topology'],
      remedies: [
        {
          ...declareInstead('Compare the entries of the table with their limit on the device, here for Linux'),
          command: 'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max',
        },
      ],
    });
  },
});
