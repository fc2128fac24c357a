import { z } from 'zod';
import { ruleRegistry } from '../../rules/registry.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';

/** Which warning of a cluster is meant: the rule's id and the subject as the finding printed it, or by its name, e.g. `Host node1`. */
export const acknowledged = {
  ...repeatable,
  clusterId: globalRef('Cluster'),
  rule: z
    .string()
    .refine((id) => ruleRegistry.some((rule) => rule.id === id), 'there is no such rule; requirementRules lists them'),
  subject: z.string().min(1).max(300),
};
