import { z } from 'zod';

/** Kinds of resources that `node(id)` can answer; the name is the GraphQL type's. */
export const resourceKinds = [
  'Tenant',
  'ApiToken',
  'SshKey',
  'Host',
  'Cluster',
  'Network',
  'Address',
  'DatabaseServer',
  'Account',
  'Operation',
  'Task',
  'Step',
  'Revision',
  'Vantage',
  'Finding',
  'WebhookEndpoint',
  'WebhookDelivery',
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export const uuid = z.uuid();
export const hostId = uuid.brand('HostId');
export const databaseServerId = uuid.brand('DatabaseServerId');
export const accountId = uuid.brand('AccountId');

/** A resource of a kind, as named by an opaque global id. */
export interface GlobalId {
  readonly kind: ResourceKind;
  readonly id: string;
}

/** Opaque id of the API: base64url of kind and row id. Clients must not parse it. */
export function toGlobalId(kind: ResourceKind, id: string): string {
  return Buffer.from(`${kind}:${id}`, 'utf8').toString('base64url');
}

const globalIdText = z
  .string()
  .max(200)
  .transform((text) => Buffer.from(text, 'base64url').toString('utf8'))
  .pipe(z.string().regex(/^[A-Za-z]+:[^:]+$/))
  .transform((text) => ({ kind: text.slice(0, text.indexOf(':')), id: text.slice(text.indexOf(':') + 1) }))
  .pipe(z.object({ kind: z.enum(resourceKinds), id: z.string().min(1).max(120) }));

/** Parses an opaque global id; `undefined` when it is none, so that it answers like an unknown one. */
export function fromGlobalId(text: string): GlobalId | undefined {
  const parsed = globalIdText.safeParse(text);
  // The last character has bits to spare: other spellings of an id would name the same resource.
  return parsed.success && toGlobalId(parsed.data.kind, parsed.data.id) === text ? parsed.data : undefined;
}
