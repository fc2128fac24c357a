import { toGlobalId } from '../../../../src/domain/ids.js';
import { randomIds } from '../../../../src/edges/node/random-ids.js';
import type { Populated } from '../populated.js';

/** An input that a mutation must refuse, and how. */
export interface BadInput {
  readonly mutation: string;
  readonly why: string;
  readonly input: (there: Populated) => object;
  readonly code: string;
  readonly field: readonly string[];
}

type Row = readonly [why: string, input: BadInput['input'], code: string, field: string];

export function rows(mutation: string, ...of: readonly Row[]): readonly BadInput[] {
  return of.map(([why, input, code, field]) => ({
    mutation,
    why,
    input,
    code,
    field: field === '' ? [] : field.split('.'),
  }));
}

export const nobody = {
  host: toGlobalId('Host', randomIds.uuid()),
  sshKey: toGlobalId('SshKey', randomIds.uuid()),
  cluster: toGlobalId('Cluster', randomIds.uuid()),
  server: toGlobalId('DatabaseServer', randomIds.uuid()),
  account: toGlobalId('Account', randomIds.uuid()),
  operation: toGlobalId('Operation', randomIds.uuid()),
  token: toGlobalId('ApiToken', randomIds.uuid()),
  vantage: toGlobalId('Vantage', randomIds.uuid()),
  hook: toGlobalId('WebhookEndpoint', randomIds.uuid()),
  delivery: toGlobalId('WebhookDelivery', randomIds.uuid()),
};
