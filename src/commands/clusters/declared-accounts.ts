import type { AccountSpec, ClusterSpec } from '../../domain/account-spec.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { ManifestAccount } from '../../manifest/manifest-account.js';
import { newAccount, nextId, type NewAccount } from '../accounts/new-account.js';
import type { Work } from '../command.js';
import { Refused, type UserError } from '../user-error.js';
import type { NamedResources } from './named-resources.js';

/** An account that a manifest declares and the cluster does not have yet. */
export interface DeclaredAccount extends NewAccount {
  readonly declared: ManifestAccount;
}

/**
 * The accounts of a manifest that are missing in a value, to be made. Those that are there have to be as they are written.
 * @throws Refused with everything that is not as it is written, or cannot be made
 */
export async function declaredAccounts(
  work: Work,
  clusterId: string,
  value: ClusterSpec,
  { accounts }: Manifest,
  { databaseServers }: NamedResources,
): Promise<readonly DeclaredAccount[]> {
  const there = new Map(value.accounts.map((account) => [account.name, account]));
  const local = localDatabaseOf(value)?.databaseServerId;
  const serverOf = ({ database }: ManifestAccount): string | undefined =>
    database?.server == null ? local : databaseServers.get(database.server);
  const errors: UserError[] = [];
  const made: DeclaredAccount[] = [];
  const first = accounts.some(({ name }) => !there.has(name)) ? await nextId(work, clusterId) : 0;
  for (const [index, declared] of accounts.entries()) {
    const existing = there.get(declared.name);
    const place = ['manifest', 'accounts', String(index)];
    if (existing !== undefined) {
      errors.push(...differences(declared, existing, serverOf(declared)).map((error) => inPlace(error, place)));
      continue;
    }
    const wanted = {
      ...declared,
      database: declared.database && { ...declared.database, serverId: serverOf(declared) },
    };
    const spec = { ...value, accounts: [...value.accounts, ...made.map(({ account }) => account)] };
    try {
      made.push({ declared, ...(await newAccount(work, clusterId, spec, first + made.length, wanted)) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors.push(...error.userErrors.map((refusal) => inPlace(refusal, place)));
    }
  }
  if (errors.length > 0) throw new Refused(errors);
  return made;
}

function inPlace(error: UserError, place: readonly string[]): UserError {
  return { ...error, field: [...place, ...error.field.map((part) => (part === 'serverId' ? 'server' : part))] };
}

interface Compared {
  readonly field: readonly string[];
  readonly declared: string | number | null | undefined;
  readonly existing: string | number | null | undefined;
}

function differences(
  declared: ManifestAccount,
  existing: AccountSpec,
  server: string | undefined,
): readonly UserError[] {
  const compared: Compared[] = [
    { field: ['domain'], declared: declared.domain, existing: existing.domain },
    { field: ['dedicatedAddress'], declared: declared.dedicatedAddress, existing: existing.dedicatedAddress },
    { field: ['quotaBytes'], declared: declared.quotaBytes, existing: existing.quotaBytes },
    { field: ['database', 'name'], declared: declared.database?.name, existing: existing.database?.name },
    { field: ['database', 'user'], declared: declared.database?.user, existing: existing.database?.user },
  ];
  const different = compared.filter((one) => one.declared !== one.existing);
  const isElsewhere = declared.database !== null && existing.database !== null && server !== existing.database.server;
  return [
    ...different.map(({ field, existing: now }) => asIs(declared.name, `${field.join('.')} ${now ?? 'none'}`, field)),
    ...(isElsewhere ? [asIs(declared.name, 'its database on another server', ['database', 'server'])] : []),
  ];
}

function asIs(account: string, now: string, field: readonly string[]): UserError {
  const message = `Account ${account} has ${now}, which applying a manifest does not change; write it as it is, or leave the account out.`;
  return { code: 'WRONG_STATE', message, field, severity: 'ERROR' };
}
