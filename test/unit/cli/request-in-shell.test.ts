import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { buildSchema, getOperationAST, parse, validate, type GraphQLError } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { z } from 'zod';
import { requestInShell } from '../../../src/cli/client/request-in-shell.js';
import { remediesInWords } from '../../../src/cli/client/remedy.js';

const schema = buildSchema(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8'));
const api = {
  url: 'http://127.0.0.1:4600/graphql',
  token: 'hw_secret',
  tokenInShell: '"$HOSTWRIGHT_TOKEN"',
  optionsInShell: '',
};
const body = z.strictObject({ query: z.string(), variables: z.strictObject({ input: z.looseObject({}) }) });

/** What a shell gives curl: its arguments, and its configuration on standard input. */
function sentBy(line: string): { readonly args: readonly string[]; readonly config: string } {
  const curl = 'curl() { for word in "$@"; do printf "%s\\n" "$word"; done; echo "--"; cat; }\n';
  const said = execFileSync('sh', ['-eu'], { input: `${curl}${line}\n`, env: { HOSTWRIGHT_TOKEN: api.token } });
  const [args = '', config = ''] = said.toString('utf8').split('\n--\n');
  return { args: args.split('\n'), config };
}

it.each([
  ['retryOperation', { operationId: 'T1' }],
  ['cancelOperation', { operationId: 'T1' }],
  ['observeHosts', { hostIds: ['SG9zdDo='], looks: [{ hostId: 'SG9zdDo=', probe: 'storage.mounts []' }] }],
  ['confirmHostKey', { hostId: 'SG9zdDo=', fingerprint: 'SHA256:x' }],
  ['repairCluster', { clusterId: 'Q2x1c3Rlcjo=' }],
  ['proveCluster', { clusterId: 'Q2x1c3Rlcjo=', proofs: ['LOCK_RACE'] }],
  [
    'createCluster',
    {
      name: "it's",
      topology: 'PUBLIC',
      networks: [{ name: 'front', kind: 'PUBLIC', cidr: '192.0.2.0/24' }],
      members: [],
    },
  ],
])('what a shell makes of a remedy by %s is what the API takes, words of enumerations too', (mutation, input) => {
  const line = requestInShell(api, mutation, input);
  expect(line).not.toContain(api.token);
  const { args, config } = sentBy(line);
  expect(config).toBe(`header = "authorization: Bearer ${api.token}"\n`);
  expect(args).toContain(api.url);
  const { query, variables } = body.parse(JSON.parse(args.at(-1) ?? ''));
  expect(variables.input).toEqual({ ...input, idempotencyKey: expect.any(String) });
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const errors: readonly GraphQLError[] =
    getVariableValues(schema, getOperationAST(document)?.variableDefinitions ?? [], variables).errors ?? [];
  expect(errors.map(({ message }) => message)).toEqual([]);
});

it('gives a gap no key, as the line is sent again once a person has put the right value in', () => {
  const line = requestInShell(api, 'updateHost', { hostId: 'SG9zdDo=', address: '<the right address>', port: 22 });
  const { query, variables } = body.parse(JSON.parse(sentBy(line).args.at(-1) ?? ''));
  expect(validate(schema, parse(query))).toEqual([]);
  expect(variables.input).toEqual({ hostId: 'SG9zdDo=', address: '<the right address>', port: 22 });
});

it.each(['sh', 'bash'])(
  'asks for a password, which is in no argument and in no line of the history of %s, whatever characters it has',
  async (shell) => {
    const password = `a'b"c\\d\\\\e $HOME \`f\` %s \\n \u00fc `;
    const bodies: string[] = [];
    const server = createServer((request, reply) => {
      text(request)
        .then((sent) => reply.end(String(bodies.push(sent))))
        .catch(() => reply.destroy());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.int() }).parse(server.address());
    const input = { databaseServerId: 'RGF0YQ==', password: '<the right password>' };
    const line = requestInShell({ ...api, url: `http://127.0.0.1:${port}/` }, 'updateDatabaseServer', input);
    // What curl is given is told by the shell, which calls it then.
    const curl = 'curl() { printf "%s " "$@" >&3; command curl "$@"; }\n';
    const child = spawn(shell, ['-eu', '-c', `${curl}${line}`], {
      env: { ...process.env, HOSTWRIGHT_TOKEN: api.token },
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    });
    child.stdin?.end(`${password}\n`);
    const args = child.stdio[3] instanceof Readable ? text(child.stdio[3]) : Promise.resolve('');
    const ended: unknown = await once(child, 'close');
    server.close();
    expect(ended).toEqual([0, null]);
    expect(bodies.map((sent) => body.parse(JSON.parse(sent)).variables.input)).toEqual([{ ...input, password }]);
    expect(await args).toMatch(/^-sS --config - http:.* application\/json $/);
  },
);

it('of a remedy without an input only the title is told, and a command as it is', () => {
  const none = { mutation: null, input: null, command: null };
  expect(
    remediesInWords(api, [
      { ...none, title: 'Converge', mutation: 'repairCluster' },
      { ...none, title: 'Start it', command: 'systemctl restart nfs-server' },
    ]),
  ).toEqual(['  → Converge', '  → Start it:\n    systemctl restart nfs-server']);
});
