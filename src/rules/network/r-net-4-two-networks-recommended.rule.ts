import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { clusterSubject } from '../subject.js';

/**
 * Two networks are recommended. The recommended topology is PUBLIC_PRIVATE.
 * Traffic between servers then neither competes with that of clients nor can be reached by them.
 */
export const twoNetworksRecommended = defineRule({
  id: 'R-NET-4',
  title: 'Two networks are recommended',
  law: 'The recommended topology is PUBLIC_PRIVATE.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['declared'],
  check({ spec }, report) {
    const { topology } = spec.core;
    if (topology === 'PUBLIC_PRIVATE') return;
    report.violated({
      subject: clusterSubject(spec),
      code: 'OTHER_TOPOLOGY',
      message: `The topology is ${topology}; PUBLIC_PRIVATE would keep traffic between servers on a network of its own.`,
      parameters: { topology },
      field: ['topology'],
      remedies: [declareInstead('Declare topology PUBLIC_PRIVATE with a private network for all servers')],
    });
  },
});
