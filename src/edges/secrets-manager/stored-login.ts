import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { storedText } from './stored-text.js';

const login = z.object({ username: z.string().min(1), password: z.string().min(1) });

/** A login of a database whose password may be replaced at any time. */
export interface StoredLogin {
  readonly user: string;
  /** The password of this moment; asked for with each new connection. */
  readonly password: () => Promise<string>;
}

/** Reads a login as Amazon RDS keeps it, as JSON with user name and password. */
export async function storedLogin(client: SecretsManagerClient, arn: string): Promise<StoredLogin> {
  const read = async (): Promise<z.infer<typeof login>> => {
    const parsed = login.safeParse(JSON.parse(await storedText(client, arn)));
    // What the parser says could hold what it was given.
    if (!parsed.success) throw new Error(`The secret ${arn} is no login of a database`);
    return parsed.data;
  };
  const { username } = await read();
  return { user: username, password: async () => (await read()).password };
}
