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
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export const uuid = z.uuid();
export const tenantId = uuid.brand('TenantId');
export type TenantId = z.infer<typeof tenantId>;
export const hostId = uuid.brand('HostId');
export type HostId = z.infer<typeof hostId>;
export const clusterId = uuid.brand('ClusterId');
export type ClusterId = z.infer<typeof clusterId>;
export const databaseServerId = uuid.brand('DatabaseServerId');
export type DatabaseServerId = z.infer<typeof databaseServerId>;
export const accountId = uuid.brand('AccountId');
export type AccountId = z.infer<typeof accountId>;
export const operationId = uuid.brand('OperationId');
export type OperationId = z.infer<typeof operationId>;
export const taskId = uuid.brand('TaskId');
export type TaskId = z.infer<typeof taskId>;
export const stepId = uuid.brand('StepId');
export type StepId = z.infer<typeof stepId>;
export const sshKeyId = uuid.brand('SshKeyId');
export type SshKeyId = z.infer<typeof sshKeyId>;

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
  return parsed.success ? parsed.data : undefined;
}
