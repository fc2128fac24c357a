import { z } from 'zod';
import { accountName, databaseName, reservedDatabases, reservedUsers } from '../domain/account-names.js';
import { domainName, quotaBytes, unixName } from '../domain/account-spec.js';
import { externalRef, labelKey, labelValue } from '../domain/annotations.js';
import { resourceName } from '../domain/spec.js';
import { addressText } from '../domain/written-address.js';

const ofTheServer = 'this name belongs to the server itself; choose another';

/** An account by its name. Its password is made by Hostwright and stands in no file. */
export const manifestAccount = z
  .strictObject({
    name: accountName,
    labels: z.record(labelKey, labelValue).optional(),
    externalRef: externalRef.optional(),
    domain: domainName.nullable().default(null),
    dedicatedAddress: addressText.nullable().default(null),
    quotaBytes: quotaBytes.nullable().default(null),
    database: z
      .strictObject({
        /** The manager's own unless said otherwise. */
        server: resourceName.nullable().default(null),
        /** The account's name unless said otherwise, as is the user's. */
        name: databaseName.optional(),
        user: unixName.optional(),
      })
      .nullable()
      .default(null),
  })
  .transform(({ database, ...account }, context) => {
    if (database === null) return { ...account, database };
    const { server, name = account.name, user = account.name } = database;
    const refuse = (part: 'name' | 'user'): void =>
      context.addIssue({ code: 'custom', path: ['database', part], message: ofTheServer });
    if (reservedDatabases.has(name)) refuse('name');
    if (reservedUsers.has(user)) refuse('user');
    return { ...account, database: { server, name, user } };
  });
export type ManifestAccount = z.output<typeof manifestAccount>;
