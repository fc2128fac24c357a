import { z } from 'zod';
import { isRule, noSuchRule } from '../../rules/unknown-acknowledgements.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';

/** Which warning of a cluster is meant: the rule's id and the subject as the finding printed it, or by its name, e.g. `Host node1`. */
export const acknowledged = {
  ...repeatable,
  clusterId: globalRef('Cluster'),
  rule: z
    .string()
    .max(100)
    .refine(isRule, {
      error: ({ input }) => `${noSuchRule(String(input))}requirementRules lists all rules`,
    }),
  subject: z.string().min(1).max(300),
};
