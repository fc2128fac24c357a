import { checkManifest } from '../../../src/manifest/check-manifest.js';
import { goodManifest } from './good-manifest.js';

type Edit = readonly [from: string, to: string];

function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`there is no ${from}`);
    return text.replace(from, to);
  }, goodManifest);
}

/** What is told beside information: rule and path, and of the last line its words without numbers. */
function told(text: string): readonly string[] {
  return checkManifest(text)
    .told.filter(({ severity }) => severity !== 'INFO')
    .map(({ rule, path, message }) =>
      path === '' ? message.replace(/^\d+ of \d+/, 'many') : `${rule ?? '-'} ${path}`,
    );
}

const unjudged = (which: string, first: string): string =>
  `${which} not judged: mend ${first} first, then there may be more to mend`;

const panelPort: Edit = ['port: 80', 'port: 2443'];
const noManager: Edit = ['role: MANAGER', 'role: NODE'];
const outside: Edit = ['address: 9.9.9.12', 'address: 9.9.7.12'];
const documented: Edit = ['9.9.9.0/24', '203.0.113.0/24'];
const member = /^ {2}- host: node1\n(?: {4}.*\n)+/m;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['the name of a host: what is said by roles and addresses', edited(['host: node1\n', 'host: [node1]\n'], panelPort, ['kind: PUBLIC,', 'kind: PRIVATE,']), [
    '- members.1.host',
    '- balancedServices.0.weights.0.host',
    'R-NET-DUAL-1 members.0.addresses',
    'R-OFF-4 balancedServices.0.port',
    unjudged('R-NET-1, R-NET-DUAL-2, D-9, D-4 were', 'members'),
  ]],
  ['a whole member: nothing by which members count', edited(panelPort, documented).replace(member, '  - node1\n'), [
    '- members.1',
    '- balancedServices.0.weights.0.host',
    'R-OFF-4 balancedServices.0.port',
    unjudged('many requirements were', 'members'),
  ]],
  ['an address: what is said by roles and other addresses', edited(['9.9.9.12', '9.9.9.312'], noManager), [
    '- members.1.addresses.0.address',
    'R-NET-2 quorumAddress',
    'R-SRV-2 members',
    'R-NET-2 members.0.addresses.2.purpose',
    'R-NET-PUB-4 members.0.addresses.3.purpose',
    'R-LB-2 balancedServices.0.address',
    unjudged('R-NET-1, R-NET-5, R-NET-DUAL-2, D-9, D-4 were', 'members'),
  ]],
  ['a network: what does not ask where addresses are', edited(['10.0.0.0/24', '10.0.0/24'], noManager, panelPort, outside), [
    '- networks.1.cidr',
    'R-NET-2 quorumAddress',
    'R-SRV-2 members',
    'R-NET-2 members.0.addresses.2.purpose',
    'R-NET-PUB-4 members.0.addresses.3.purpose',
    'R-LB-2 balancedServices.0.address',
    'R-OFF-4 balancedServices.0.port',
    unjudged('R-NET-1, R-NET-DUAL-5, D-9 were', 'networks'),
  ]],
  ['the name of a network: nobody names one that is not declared', edited(['name: back', 'name: [back]'], panelPort), [
    '- networks.1.name',
    'R-OFF-4 balancedServices.0.port',
    unjudged('many requirements were', 'networks'),
  ]],
  ['the quorum address: what is said of others', edited(['quorumAddress: 10.0.0.10', 'quorumAddress: 10.0.0.300'], outside), [
    '- quorumAddress',
    'R-NET-1 members.1.addresses.0.address',
    unjudged('many requirements were', 'quorumAddress'),
  ]],
  ['the name of the cluster: what is said of its parts', edited(['name: shop', 'name: Shop!'], noManager, outside), [
    '- name',
    'R-NET-2 quorumAddress',
    'R-NET-2 members.0.addresses.2.purpose',
    'R-NET-PUB-4 members.0.addresses.3.purpose',
    'R-NET-1 members.1.addresses.0.address',
    'R-LB-2 balancedServices.0.address',
    unjudged('R-SRV-2, D-10 were', 'name'),
  ]],
  ['the rule set: what has one severity in all', edited(['webServer', 'ruleSet: MINE\nwebServer'], outside), [
    'R-NET-1 members.1.addresses.0.address',
    '- ruleSet',
    unjudged('R-NET-NAT-7 was', 'ruleSet'),
  ]],
  ['an acknowledgement: what is to be acknowledged, but for what others acknowledge', edited(documented, [
    'webServer',
    'acknowledgements: [{rule: 5, subject: Network front}]\nwebServer',
  ], panelPort).replaceAll('9.9.9.', '203.0.113.'), [
    '- acknowledgements.0.rule',
    'R-OFF-4 balancedServices.0.port',
    unjudged('R-NET-1 was', 'acknowledgements'),
  ]],
]; // prettier-ignore

test.each(cases)('what does not depend on what has no shape is judged beside it: %s', (_, text, expected) => {
  expect(told(text).toSorted()).toEqual([...expected].toSorted());
  expect(told(text).at(-1)).toBe(expected.at(-1));
});

test('where it cannot be read which network holds an address, one that is not declared is told alone', () => {
  const bak: Edit = ['{network: back, address: 10.0.0.12', '{network: bak, address: 10.0.0.12'];
  const text = edited(['10.0.0.0/24', '10.0.0/24'], bak, panelPort);
  const rules = told(text).filter((one) => !one.startsWith('- '));
  expect(rules).toEqual(['R-OFF-4 balancedServices.0.port', unjudged('many requirements were', 'networks')]);
  expect(told(text)).toContain('- members.1.addresses.1.network');
});

test('a key that is missing beside an unknown one may be meant by it, and nothing is told by its absence', () => {
  const lost = edited(['quorumAddress', 'mainAddress'], ['PUBLIC_PRIVATE', 'PUBLIC'], outside);
  expect(told(lost).filter((one) => /R-NET-2|R-NET-3/.test(one))).toEqual([]);
  expect(told(lost).at(-1)).toMatch(/^many requirements were not judged: mend mainAddress first, /);
  const held = edited(panelPort).replace('    addresses:', '    interfaces:');
  expect(told(held)).toEqual([
    '- members.0.interfaces',
    'R-OFF-4 balancedServices.0.port',
    unjudged('many requirements were', 'members'),
  ]);
});
