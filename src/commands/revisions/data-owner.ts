import { z } from 'zod';
import { secretRef } from '../../domain/secret.js';

/** Whose data a step holds, told by what no two accounts ever share: neither number nor secret is given out twice. */
export type DataOwner = `uid/${number}` | `secret/${string}`;

/** Everything that steps of the account may name it by. */
export function dataOwners(uid: number, secretId: string | null): readonly DataOwner[] {
  return [`uid/${uid}`, ...(secretId === null ? [] : [`secret/${secretId}` as const])];
}

const ofUser = z.object({ uid: z.int() });
const ofDatabase = z.object({ password: secretRef });

/** The account that the input of a step is about; undefined for input that names none. Names would be ambiguous. */
export function dataOwner(input: unknown): DataOwner | undefined {
  const user = ofUser.safeParse(input);
  if (user.success) return `uid/${user.data.uid}`;
  const database = ofDatabase.safeParse(input);
  return database.success ? `secret/${database.data.password.secretId}` : undefined;
}
