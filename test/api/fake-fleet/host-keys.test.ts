import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { FleetWorld } from './fleet-world.js';

jest.setTimeout(120_000);

const idOf = z.object({ id: z.string() });
const remedy = z.object({
  title: z.string(),
  mutation: z.string().nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
});
const userError = z.object({ code: z.string(), message: z.string(), remedies: z.array(remedy) });
const registered = z.object({ host: idOf, operation: idOf });
const answered = z.object({ operation: idOf.nullable(), userErrors: z.array(userError) });
const shownHost = z.object({
  host: z.object({
    state: z.string(),
    hostKey: z.object({ fingerprint: z.string(), shownInstead: z.string().nullable() }),
    endpoint: z.object({ port: z.int() }),
  }),
});
const ended = z.object({
  operation: z.object({ failure: z.object({ message: z.string(), remedies: z.array(remedy) }).nullable() }),
});
type Remedy = z.output<typeof remedy>;

let world: FleetWorld;
let sshKeyId: string;
beforeAll(async () => {
  world = await FleetWorld.open(4);
  const key = { idempotencyKey: randomUUID(), name: 'fleet', privateKey: world.key };
  const made = await world.client.mutate('createSshKey', 'CreateSshKeyInput', 'sshKey { id }', key, z.object({ sshKey: idOf })); // prettier-ignore
  sshKeyId = made.sshKey.id;
});
afterAll(() => world.close());

/** Registers a host that is quarantined at once; its id, and what the failed operation offers. */
async function quarantined(
  name: string,
  at: { readonly port: number; readonly hostKeySha256: string },
): Promise<{ readonly hostId: string; readonly message: string; readonly remedies: readonly Remedy[] }> {
  const made = await world.client.mutate(
    'registerHost',
    'RegisterHostInput',
    'host { id } operation { id }',
    {
      ...{ idempotencyKey: randomUUID(), name, sshKeyId, address: world.fleet.address },
      ...{ port: at.port, hostKeyFingerprint: at.hostKeySha256 },
    },
    registered,
  );
  return { hostId: made.host.id, ...(await failureOf(made.operation.id)) };
}

async function failureOf(operationId: string) {
  await expect(world.follow(operationId)).rejects.toThrow(/FAILED/);
  const query = 'query O($id: ID!) { operation(id: $id) { failure { message remedies { title mutation input } } } }';
  const { operation } = await world.client.request(query, { id: operationId }, ended);
  if (operation.failure === null) throw new Error('it did not fail');
  return operation.failure;
}

async function show(hostId: string): Promise<z.output<typeof shownHost>['host']> {
  const query =
    'query H($id: ID!) { host: node(id: $id) { ... on Host { state hostKey { fingerprint shownInstead } endpoint { port } } } }';
  return (await world.client.request(query, { id: hostId }, shownHost)).host;
}

async function send(mutation: string, input: object): Promise<z.output<typeof answered>> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation M($input: ${type}!) { ${mutation}(input: $input) {
    operation { id } userErrors { code message remedies { title mutation input } } } }`;
  const data = await world.client.request(
    document,
    { input: { idempotencyKey: randomUUID(), ...input } },
    z.record(z.string(), answered),
  );
  const answer = data[mutation];
  if (answer === undefined) throw new Error(`no ${mutation}`);
  return answer;
}

async function done(mutation: string, input: object): Promise<void> {
  const { operation, userErrors } = await send(mutation, input);
  expect(userErrors).toEqual([]);
  await world.follow(operation?.id ?? '');
}

it('a host that was installed anew is confirmed by its new key alone, and the remedy of what failed does that', async () => {
  const server = world.fleet.server('manager');
  server.host.inject({ is: 'other-host-key' });
  const { hostId, message, remedies } = await quarantined('anew', server);
  const { state, hostKey } = await show(hostId);
  expect({ state, fingerprint: hostKey.fingerprint }).toEqual({
    state: 'QUARANTINED',
    fingerprint: server.hostKeySha256,
  });
  const presented = hostKey.shownInstead ?? '';
  expect(presented).toMatch(/^SHA256:/);
  expect(message).toContain(`host key ${presented} is not the confirmed one, ${server.hostKeySha256}`);
  expect(remedies).toMatchObject([
    {
      title: expect.stringContaining(
        `compare ${presented} with what ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub prints on its console`,
      ),
      ...{ mutation: 'confirmHostKey', input: { hostId, fingerprint: presented } },
    },
    {
      title: expect.stringContaining('check the address'),
      ...{ mutation: 'updateHost', input: { hostId, address: '<the right address>', port: server.port } },
    },
    { mutation: 'retryOperation' },
  ]);

  const former = await send('confirmHostKey', { hostId, fingerprint: server.hostKeySha256 });
  const same = remedies.slice(0, 2);
  expect(former).toMatchObject({
    operation: null,
    userErrors: [
      {
        code: 'HOST_KEY_MISMATCH',
        message: expect.stringMatching(/^anew showed .* and not .*, which was confirmed before\./),
        remedies: [...same, { mutation: 'observeHosts', input: { hostIds: [hostId] } }],
      },
    ],
  });
  expect(former.userErrors[0]?.message).toContain(`showed ${presented} (ssh-ed25519)`);
  const neither = `SHA256:${'a'.repeat(43)}`;
  const [error] = (await send('confirmHostKey', { hostId, fingerprint: neither })).userErrors;
  expect(error).toMatchObject({ code: 'HOST_KEY_MISMATCH' });
  for (const named of [presented, server.hostKeySha256, neither]) expect(error?.message).toContain(named);
  expect(await show(hostId)).toMatchObject({ state: 'QUARANTINED' });

  await done('confirmHostKey', remedies[0]?.input ?? {});
  expect(await show(hostId)).toMatchObject({
    state: 'READY',
    hostKey: { fingerprint: presented, shownInstead: null },
  });
  // The former key is forgotten: it is as strange as any other now.
  const [late] = (await send('confirmHostKey', { hostId, fingerprint: server.hostKeySha256 })).userErrors;
  expect(late).toMatchObject({ code: 'WRONG_STATE', remedies: [{ mutation: 'observeHosts' }] });
});

it('a host that shows its confirmed key again leaves quarantine by a look, and by no look before that', async () => {
  const server = world.fleet.server('node1');
  server.host.inject({ is: 'other-host-key' });
  const { hostId } = await quarantined('back', server);
  const looked = await send('observeHosts', { hostIds: [hostId] });
  const failure = await failureOf(looked.operation?.id ?? '');
  expect(failure.remedies.map(({ mutation }) => mutation)).toEqual(['confirmHostKey', 'updateHost', 'retryOperation']);
  expect(await show(hostId)).toMatchObject({ state: 'QUARANTINED' });
  server.host.faults.lift('other-host-key');
  await done('observeHosts', { hostIds: [hostId] });
  expect(await show(hostId)).toMatchObject({
    state: 'READY',
    hostKey: { fingerprint: server.hostKeySha256, shownInstead: null },
  });
});

it('a host that was registered at the port of another is reached by the remedy, with the right address and port in it, and refused without', async () => {
  const [wrong, right] = [world.fleet.server('node3'), world.fleet.server('node2')];
  const { hostId, remedies } = await quarantined('elsewhere', { ...pick(right), port: wrong.port });
  expect(await show(hostId)).toMatchObject({
    state: 'QUARANTINED',
    hostKey: { shownInstead: wrong.hostKeySha256 },
  });
  const refused = await send('updateHost', remedies[1]?.input ?? {});
  expect(refused).toMatchObject({ operation: null, userErrors: [{ code: 'INVALID_INPUT' }] });
  await done('updateHost', { ...remedies[1]?.input, address: '127.0.0.1', port: right.port });
  expect(await show(hostId)).toMatchObject({
    state: 'READY',
    endpoint: { port: right.port },
    hostKey: { fingerprint: right.hostKeySha256, shownInstead: null },
  });
});

function pick({ port, hostKeySha256 }: { readonly port: number; readonly hostKeySha256: string }) {
  return { port, hostKeySha256 };
}
