import 'reflect-metadata';
import { z } from 'zod';
import { ApiClient } from '../../quickstart/api-client.js';
import { MadeHere } from '../../src/made-here.js';
import { Cloud } from './cloud.js';

jest.setTimeout(600_000);

const made = new MadeHere();
afterAll(() => made.remove());

const answered = z.object({ token: z.string() });
const viewer = z.object({ viewer: z.object({ role: z.string() }) });

it('makes a first token by a function, with the role that was asked for', async () => {
  const cloud = await Cloud.start(made);
  const createToken = cloud.function('CreateToken');
  const roleOf = async (asked: object): Promise<string> => {
    const { token } = answered.parse(await createToken.call(asked));
    return (await new ApiClient(cloud.url, token).request('{ viewer { role } }', {}, viewer)).viewer.role;
  };
  expect(await roleOf({})).toBe('ADMIN');
  expect(await roleOf({ tenant: 'another', role: 'VIEWER' })).toBe('VIEWER');
  await expect(createToken.call({ role: 'GOD' })).rejects.toThrow('role');
});
