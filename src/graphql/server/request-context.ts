import { authenticate } from '../../commands/access/authenticate.js';
import { mayActAs, type Caller } from '../../commands/caller.js';
import type { Workshop } from '../../commands/command.js';
import { Judgements } from '../../commands/compliance/judgements.js';
import { execute } from '../../commands/pipeline.js';
import { AppError } from '../../domain/app-error.js';
import type { Database } from '../../ports/sql.js';
import { traced } from '../../ports/tracing.js';
import { followOperation } from '../../reads/operation-events.js';
import { Reads } from '../../reads/reads.js';
import type { Context } from '../shared/context.js';

const bearer = /^Bearer (\S+)$/;
const tokenText = /^[A-Za-z0-9_-]{10,200}$/;

/** One text for all of it: which of them it is would tell a stranger that a token was one once. */
const unknownToken =
  'This server does not take this token: it was revoked, has expired, or was made with another data folder or database than the ' +
  'server has. "hostwright token create" makes one; give it the same --data or DATABASE_URL as the server.';

/** Authenticates a request by its bearer token; nothing is answered to anybody else. */
export async function requestContext(workshop: Workshop, authorization: string | undefined): Promise<Context> {
  const admit = (): Promise<Caller> => callerBy(workshop.database, authorization);
  const caller = await admit();
  const scope = {
    tenantId: caller.tenantId,
    clusterId: caller.clusterId,
    admin: mayActAs(caller, 'ADMIN'),
    role: caller.role,
  };
  return {
    caller,
    reads: new Reads(workshop.database, scope),
    judgements: new Judgements(workshop.database, scope),
    follow: (operationId, after) => followOperation(workshop.database, scope, { operationId, after, admit }),
    execute: (command, input) =>
      traced(`mutation ${command.name}`, {}, () => execute(workshop, command, caller, withoutNulls(input))),
  };
}

async function callerBy(database: Database, authorization: string | undefined): Promise<Caller> {
  const token = bearer.exec(authorization ?? '')?.[1];
  if (token === undefined) throw new AppError('UNAUTHENTICATED', 'Send a token: Authorization: Bearer hw_…');
  const caller = tokenText.test(token) ? await authenticate(database, token) : undefined;
  if (caller === undefined) throw new AppError('UNAUTHENTICATED', unknownToken);
  return caller;
}

/** A plain copy of an input: absent and null mean the same in every mutation. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
