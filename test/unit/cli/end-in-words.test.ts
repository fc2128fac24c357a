import { endInWords } from '../../../src/cli/client/end-in-words.js';
import type { Remedy } from '../../../src/cli/client/remedy.js';
import { nothingWrong } from '../../../src/cli/client/what-is-wrong.js';

const api = {
  url: 'http://127.0.0.1:4600/graphql',
  token: 'hw_secret',
  tokenInShell: '"$(cat \'token\')"',
  optionsInShell: '',
};
const ended = { state: 'CANCELLED', failure: null, rule: null, remedies: [], others: [], untold: 0, ...nothingWrong };
const id = 'T3Bl';
const nothing = { mutation: null, input: null, command: null, hostId: null };
const retry: Remedy = { ...nothing, title: 'Again', mutation: 'retryOperation', input: { operationId: 'T1' } };
const see = (host: string): Remedy => ({ ...nothing, title: `See to ${host}`, hostId: host });

it.each([
  [
    'a retry of what was left undone',
    true,
    /^CANCELLED: .* is left undone\n {2}→ Do what is left:\n {4}printf .*retryOperation/,
  ],
  [
    'a new plan where nothing was done of the old one, which takes no retry',
    false,
    /^CANCELLED: .* ask for the plan again /,
  ],
])('the end of what was cancelled offers %s', (_, canRetry, words) => {
  const told = endInWords(api, id, { ...ended, canRetry });
  expect(told).toMatch(words);
  expect(told.includes('retryOperation')).toBe(canRetry);
});

it('what succeeded says no more', () => {
  expect(endInWords(api, id, { ...ended, state: 'SUCCEEDED', canRetry: false })).toBe('SUCCEEDED');
});

it('what succeeded where requirements are not met says which, where all of them are, and each way out once', () => {
  const start = { ...nothing, title: 'Start the NFS server of manager', command: 'systemctl start nfs-server' };
  const finding = (rule: string, subjectName: string, message: string) => ({
    ...{ rule: { id: rule }, subjectName, message, remedies: [start] },
  });
  const nodes = [
    finding('R-STO-3', 'manager', 'manager exports user storage but offers no NFS.'),
    finding('R-NET-2', 'node1', 'node1 cannot connect.'),
  ];
  const told = (totalCount: number) =>
    endInWords(api, id, { ...ended, state: 'SUCCEEDED', canRetry: false, violated: { totalCount, nodes } }).split('\n');
  const all = `all by: { operation(id: "T3Bl") { violated(first: 100) { nodes { rule { id } severity subjectName message } } } }`;
  expect(told(7)).toEqual([
    'SUCCEEDED; but 7 requirements are not met:',
    '  R-STO-3, manager: manager exports user storage but offers no NFS.',
    '  R-NET-2, node1: node1 cannot connect.',
    `  and 5 more; ${all}`,
    '  → Start the NFS server of manager:',
    '    systemctl start nfs-server',
  ]);
  expect(told(2)[3]).toBe(`  ${all}`);
});

it('what succeeded where hosts are warned of says which, behind what is not met, with the first way out of each', () => {
  const run = (title: string) => ({ ...nothing, title, command: `do ${title}` });
  const warning = (subjectName: string) => ({
    ...{ rule: { id: 'R-HOST-3' }, subjectName, message: `${subjectName} is not as it was made.` },
    remedies: [run(`mend ${subjectName}`), run(`or else ${subjectName}`)],
  });
  const named = ['manager', 'node1', 'node2', 'node3', 'node4', 'node5'];
  const warnings = { totalCount: 8, nodes: named.map(warning) };
  const all = `all by: { operation(id: "T3Bl") { violated(first: 100) { nodes { rule { id } severity subjectName message } } } }`;
  const succeeded = { ...ended, state: 'SUCCEEDED', canRetry: false, warnings };
  const told = endInWords(api, id, succeeded).split('\n');
  expect(told).toEqual([
    'SUCCEEDED; with 8 warnings:',
    ...named.slice(0, 5).map((name) => `  R-HOST-3, ${name}: ${name} is not as it was made.`),
    `  and 3 more; ${all}`,
    ...named.slice(0, 5).flatMap((name) => [`  → mend ${name}:`, `    do mend ${name}`]),
  ]);
  const violated = { totalCount: 9, nodes: [{ ...warning('node9'), rule: { id: 'R-STO-3' } }] };
  const one = { totalCount: 1, nodes: [warning('node2')] };
  expect(endInWords(api, id, { ...succeeded, violated, warnings: one }).split('\n')).toEqual([
    'SUCCEEDED; but 9 requirements are not met:',
    '  R-STO-3, node9: node9 is not as it was made.',
    '  and 8 more',
    '  Besides, there is 1 warning:',
    '  R-HOST-3, node2: node2 is not as it was made.',
    `  ${all}`,
    ...['mend node9', 'or else node9', 'mend node2', 'or else node2'].flatMap((way) => [
      `  → ${way}:`,
      `    do ${way}`,
    ]),
  ]);
});

it('what failed tells on which hosts something was not begun, and what doing it again may mend', () => {
  const finding = (subjectName: string) => ({
    ...{ rule: { id: 'R-NODE-4' }, subjectName, message: `${subjectName} does not listen.` },
    remedies: [{ ...nothing, title: 'Converge', mutation: 'repairCluster', input: {} }],
  });
  const old = { ...finding('node1'), isFromBefore: true as const };
  const failed = {
    ...{ ...ended, state: 'FAILED', canRetry: true, failure: 'node2: away', remedies: [retry] },
    undone: { totalCount: 7, nodes: [old, ...['node2', 'node3', 'node4', 'node5', 'node6'].map(finding)] },
    givenUp: {
      ...{ hosts: ['node1', 'node3'], isAll: true },
      steps: [
        { host: 'node1', first: ['storage.mount /chroot', 'account.unix', 'web.site'], others: 4 },
        { host: 'node3', first: ['storage.mount /chroot'], others: 0 },
      ],
    },
  };
  const told = endInWords(api, id, failed);
  expect(told.split('\n').slice(0, 11)).toEqual([
    'FAILED: node2: away',
    '  Left undone, since what it needs failed:',
    '  node1: storage.mount /chroot, account.unix, web.site and 4 more',
    '  node3: storage.mount /chroot',
    '  Besides, 7 requirements are not met that doing it again may mend:',
    '  R-NODE-4, node1: node1 does not listen. (seen before it began)',
    ...[2, 3, 4, 5].map((n) => `  R-NODE-4, node${n}: node${n} does not listen.`),
    expect.stringMatching(/^ {2}and 2 more; all by: /),
  ]);
  expect(told).not.toContain('Converge');
  const hosts = Array.from({ length: 12 }, (_, nth) => `h${nth}`);
  const steps = hosts.map((host) => ({ host, first: ['web.site'], others: 0 }));
  const many = (isAll: boolean): string => endInWords(api, id, { ...failed, givenUp: { hosts, steps, isAll } });
  expect(many(true)).toMatch(/^ {2}h9: web\.site\n {2}and on 2 more$/m);
  expect(many(false)).toMatch(/^ {2}h9: web\.site\n {2}and on others$/m);
});

it('every failure is told with its rule, each way out once, and the retry of all last', () => {
  const others = [
    { message: 'node2: refused', rule: null, remedies: [see('node2')] },
    { message: 'node3 is not mounted.', rule: 'R-NODE-2', remedies: [see('node2')] },
  ];
  const told = endInWords(api, id, {
    ...{
      ...nothingWrong,
      state: 'FAILED',
      canRetry: true,
      failure: 'node1: away',
      rule: null,
      remedies: [see('node1'), retry],
    },
    ...{ others, untold: 3 },
  });
  expect(told.split('\n')).toEqual([
    'FAILED: node1: away',
    '  besides: node2: refused',
    '  besides: R-NODE-2: node3 is not mounted.',
    '  and 3 more: the tasks of the operation tell all',
    '  → See to node1',
    '  → See to node2',
    '  → Again:',
    expect.stringMatching(/^ {4}printf .* \| curl .*retryOperation/),
  ]);
  expect(told).not.toContain(api.token);
});

it('what failed tells what else is violated, but not again what its failures are about', () => {
  const start = { ...nothing, title: 'Stop what listens at port 80', command: 'systemctl stop other' };
  const finding = (rule: string, subjectName: string, message: string) => ({
    ...{ rule: { id: rule }, subjectName, message, remedies: [start] },
  });
  const nodes = [
    finding('R-NODE-2', 'node1', 'node1 has not mounted it.'),
    finding('R-NODE-2', 'node10', 'node10 has not mounted it.'),
    finding('R-LB-1', 'manager', 'another program listens at port 80.\nIt is nginx.'),
  ];
  const failed = {
    ...{ state: 'FAILED', canRetry: true, failure: 'node2: away', rule: null, remedies: [see('node2'), retry] },
    others: [{ message: 'node1: it is not mounted.', rule: 'R-NODE-2', remedies: [] }],
    ...{ ...nothingWrong, untold: 0, violated: { totalCount: 8, nodes } },
  };
  expect(endInWords(api, id, failed).split('\n')).toEqual([
    'FAILED: node2: away',
    '  besides: R-NODE-2: node1: it is not mounted.',
    '  Besides, 7 requirements are not met:',
    '  R-NODE-2, node10: node10 has not mounted it.',
    '  R-LB-1, manager: another program listens at port 80.',
    '  and 5 more; all by: { operation(id: "T3Bl") { violated(first: 100) { nodes { rule { id } severity subjectName message } } } }',
    '  → See to node2',
    '  → Stop what listens at port 80:',
    '    systemctl stop other',
    '  → Again:',
    expect.stringMatching(/^ {4}printf .* \| curl .*retryOperation/),
  ]);
  const alone = { ...failed, violated: { totalCount: 1, nodes: nodes.slice(0, 1) } };
  expect(endInWords(api, id, alone)).not.toMatch(/Besides, |Stop what listens/);
});

it('whoever asked for the plan by a command is told to run that again, and nothing of how the API is asked', () => {
  const advice = { ...nothing, title: 'Ask for the plan again (… validateOnly)' };
  const failed = { ...ended, state: 'FAILED', canRetry: false, failure: 'node1: away' };
  const told = endInWords(api, id, { ...failed, remedies: [see('node1'), advice] }, 'hostwright apply shop.yaml');
  expect(told).toMatch(/^ {2}→ See to node1$/m);
  expect(told).toMatch(/have it shown again:\n {4}hostwright apply shop\.yaml$/);
  const cancelled = endInWords(api, id, { ...ended, canRetry: false }, 'hostwright apply shop.yaml');
  for (const text of [told, cancelled]) expect(text).not.toContain('validateOnly');
});
