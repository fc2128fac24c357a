import { checkManifest, type Told } from '../../../src/manifest/check-manifest.js';
import { goodManifest } from './good-manifest.js';

type Edit = readonly [from: string, to: string];
/** What is told of a path: at which place, marked by `|` within its text, and with which severity, rule and message. */
type Expected = readonly [path: string, place: string, said: RegExp];

function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`there is no ${from}`);
    return text.replace(from, to);
  }, goodManifest);
}

const inTheWay = ({ rule, severity, message }: Told): string => `${severity} ${rule ?? '-'} ${message}`;
function placeOf(text: string, place: string): { readonly line: number; readonly column: number } {
  const [before = '', after = ''] = place.split('|');
  const index = text.indexOf(`${before}${after}`);
  if (index === -1) throw new Error(`there is no ${place}`);
  const lines = text.slice(0, index + before.length).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

const toldOf = (text: string): readonly Told[] =>
  checkManifest(text).told.filter(({ severity }) => severity !== 'INFO');

const saysUnjudged = ({ message }: Told): boolean =>
  / judged: mend .* first, then there may be more to mend$/.test(message);

test('nothing stands in the way of a good manifest, as YAML and as JSON', () => {
  expect(checkManifest(goodManifest)).toMatchObject({ isText: true, inTheWay: 0 });
  expect(toldOf(goodManifest)).toEqual([]);
});

const cases: readonly (readonly [string, string, readonly Expected[]])[] = [
  ['a misspelt key', edited(['quorumAddress', 'quorumAdress']), [
    ['quorumAdress', '|quorumAdress', /- unknown key; did you mean quorumAddress\? accepted here: apiVersion, kind, name, .*quorumAddress/],
  ]],
  ['a key within a list', edited(['    role: NODE\n', '    role: NODE\n    weight: 3\n']), [
    ['members.1.weight', '    |weight: 3', /- unknown key; accepted here: host, role, addresses$/],
  ]],
  ['a head of something else', edited(['hostwright/v1', 'hostwright/v9'], ['kind: Cluster', 'kind: Host']), [
    ['apiVersion', 'apiVersion: |hostwright', /- give hostwright\/v1$/],
    ['kind', 'kind: |Host', /- give Cluster$/],
  ]],
  ['values of wrong types', edited(['name: shop', 'name: [shop]'], ['[db1]', 'db1'], ['port: 80', 'port: http']), [
    ['name', 'name: |[shop]', /give a text$/],
    ['databaseServers', 'databaseServers: |db1', /give a list$/],
    ['balancedServices.0.port', 'port: |http', /give a number$/],
  ]],
  ['something missing', edited(['topology: PUBLIC_PRIVATE\n', ''], ['host: node1\n', 'labels: {}\n']), [
    ['topology', '|apiVersion', /missing; give one of PUBLIC, PUBLIC_PRIVATE, PRIVATE_NAT$/],
    ['members.1.host', '- |labels', /missing; give a text$/],
    ['members.1.labels', '- |labels', /unknown key/],
  ]],
  ['no map', edited(['{name: front, kind: PUBLIC', 'front\n  - {name: front, kind: PUBLIC']), [
    ['networks.0', '- |front\n', /give a map with name, kind, cidr$/],
  ]],
  ['words that are none', edited(['role: NODE', 'role: WORKER'], ['NGINX', 'CADDY']), [
    ['members.1.role', 'role: |WORKER', /give one of MANAGER, NODE, FILE_SERVER, DATABASE_SERVER$/],
    ['webServer', 'webServer: |CADDY', /give one of APACHE, NGINX$/],
  ]],
  ['no address and no network', edited(['9.9.9.12', '9.9.9.312'], ['9.9.9.0/24', '9.9.9.7/24']), [
    ['networks.0.cidr', 'cidr: |9.9.9.7/24', /write the network by its own address: 9\.9\.9\.0\/24$/],
    ['members.1.addresses.0.address', 'address: |9.9.9.312', /give an IPv4 or IPv6 address$/],
  ]],
  ['numbers out of range', edited(['port: 80', 'port: 80000'], ['weight: 3', 'weight: 101']), [
    ['balancedServices.0.port', 'port: |80000', /give at most 65535$/],
    ['balancedServices.0.weights.0.weight', 'weight: |101', /give at most 100$/],
  ]],
  ['user storage of no kind', edited(['webServer', 'userStorage: {mode: CLOUD}\nwebServer']), [
    ['userStorage.mode', 'mode: |CLOUD', /give MANAGER_LOCAL or EXTERNAL$/],
  ]],
  ['a network, a host and a server that are not declared', edited(
    ['{network: back, address: 10.0.0.12', '{network: bak, address: 10.0.0.12'],
    ['host: node1, weight', 'host: node9, weight'],
    ['server: db1', 'server: db9'],
  ), [
    ['members.1.addresses.1.network', 'network: |bak', /ERROR R-NET-1 Address 10\.0\.0\.12 of node1 names network bak; declared are: front, back\.$/],
    ['balancedServices.0.weights.0.host', 'host: |node9', /- node9 is no member, so mend this or the members, or leave it out; did you mean node1\? members: manager, node1$/],
    ['accounts.0.database.server', 'server: |db9', /- no database server db9 is declared; declared: db1$/],
  ]],
  ['what is there twice', edited(
    ['name: back', 'name: front'],
    ['host: node1\n', 'host: manager\n'],
    ['address: 10.0.0.12', 'address: 10.0.0.11'],
    ['[db1]', '[db1, db1]'],
  ), [
    ['networks.1.name', 'name: |front, kind: PRIVATE', /- another network has this name: first in line \d+, networks\.0\.name$/],
    ['members.1.host', 'host: |manager\n    role: NODE', /- this host is a member already: first in line \d+, members\.0\.host$/],
    ['members.1.addresses.1.address', 'address: |10.0.0.11, purpose: HOST}\ndata', /- this address is declared twice: first in line \d+, members\.0\.addresses\.\d\.address$/],
    ['databaseServers.1', 'db1, |db1', /- this server is named twice: first in line \d+, databaseServers\.0$/],
  ]],
  ['accounts that cannot be', edited([
    '  - {name: bakery, domain: bakery.example, database: {server: db1}}\n',
    `  - {name: root}
  - {name: florist, domain: www.shop.example}
  - {name: mysql_shop, database: {server: db1, name: mysql}}
  - {name: books, database: {}}
  - {name: books, quotaBytes: 5}
`,
  ]), [
    ['accounts.0.name', 'name: |root', /- this name belongs to the operating system; choose another$/],
    ['accounts.1.domain', 'domain: |www', /- leave out "www\."/],
    ['accounts.2.database.name', 'name: |mysql}', /- this name belongs to the server itself; choose another$/],
    ['accounts.3.database.server', 'database: |{}', /- there is no database on the manager; name one of databaseServers$/],
    ['accounts.4.name', 'name: |books, quota', /- another account has this name: first in line \d+, accounts\.3\.name$/],
    ['accounts.4.quotaBytes', 'quotaBytes: |5', /- give at least 1048576$/],
  ]],
  ['what contradicts something else', edited([
    'webServer',
    `forwarding: TUN
nat: {mode: ONE_TO_ONE, publicAddresses: [8.8.8.8, 8.8.8.8]}
panel: {name: panel, ports: [2443, 2306], databasePort: 2306, licences: [{host: node7, kind: VPS, attestedAt: yesterday}]}
webServer`,
  ], ['bakery.example', 'bakery.example, dedicatedAddress: 9.9.9.7']), [
    ['forwarding', 'forwarding: |TUN', /- the manager balances by DR only; give DR, or lbMode EXTERNAL/],
    ['nat', 'nat: |{', /- nat goes with topology PRIVATE_NAT only; leave it out$/],
    ['nat.publicAddresses.1', '8.8.8.8, |8.8.8.8', /- this address is declared twice: first in line \d+, nat\.publicAddresses\.0$/],
    ['panel.databasePort', 'databasePort: |2306', /- this is a port of the panel itself/],
    ['panel.licences.0.host', 'host: |node7', /- node7 is no member, so mend this or the members, or leave it out; did you mean node1\? members: manager, node1$/],
    ['panel.licences.0.attestedAt', 'attestedAt: |yes', /- give the day as 2026-01-31/],
    ['accounts.0.dedicatedAddress', 'dedicatedAddress: |9.9.9.7', /ERROR D-4 Account bakery sits on 9\.9\.9\.7, which no server declares; it needs one of the manager's service addresses: 9\.9\.9\.100\.$/],
  ]],
  ['acknowledgements of nobody, once', edited([
    'webServer',
    'acknowledgements: [{rule: R-RES-1, subject: Host nobody}, {rule: R-RES-2, subject: Host nobody}]\nwebServer',
  ]), [
    ['acknowledgements.0.subject', 'subject: |Host', /- the manifest has no Host nobody, so mend this or what it names, or leave it out; it has: "Host manager", "Host node1", "Host db1"; also in acknowledgements\.1$/],
  ]],
  ['acknowledgements of rules that there are not, once, and of misspelt subjects', edited(
    ['webServer', `acknowledgements:
  - {rule: R-RSE-1, subject: Host manager}
  - {rule: R-RSE-1, subject: Host node1}
  - {rule: R-NET-1, subject: Network frnt}
  - {rule: NONE, subject: Host nod1}
  - {rule: R-NET-5, subject: "Address 9.9.9.100:80"}
  - {rule: R-NET-1, subject: Netwrk frnt}
  - {rule: R-NET-1, subject: frnt}
  - {rule: R-NET-1, subject: everything}
webServer`],
  ), [
    ['acknowledgements.0.rule', 'rule: |R-RSE-1, subject: Host manager', /- there is no rule R-RSE-1; did you mean R-RES-1\? docs\/rules\.md lists all rules$/],
    ['acknowledgements.2.subject', 'subject: |Network frnt', /- the manifest has no Network frnt, so mend this or what it names, or leave it out; did you mean "Network front"\? it has: "Network front", "Network back"$/],
    ['acknowledgements.3.rule', 'rule: |NONE', /- there is no rule NONE; docs\/rules\.md lists all rules$/],
    ['acknowledgements.3.subject', 'subject: |Host nod1', /- the manifest has no Host nod1, so mend this or what it names, or leave it out; did you mean "Host node1"\? it has: "Host manager", "Host node1", "Host db1"$/],
    ['acknowledgements.5.subject', 'subject: |Netwrk frnt', /- the manifest has no Netwrk frnt; did you mean "Network front"\? give the kind, one of Cluster, Host, DatabaseServer, Account, Network, Address, and the name$/],
    ['acknowledgements.6.subject', 'subject: |frnt', /- the manifest has no frnt; did you mean "Network front"\? give the kind/],
    ['acknowledgements.7.subject', 'subject: |everything', /- write kind and name, for example/],
  ]],
  ['an alias of nothing, beside all else', edited(['name: shop', 'name: *nope'], ['host: node1\n', 'host: *late\n'], ['port: 80', 'port: http']), [
    ['name', 'name: |*nope', /- \*nope stands for nothing, since no &nope is written before it; a text that begins with \* has to be in quotes$/],
    ['members.1.host', 'host: |*late', /- \*late stands for nothing/],
    ['balancedServices.0.port', 'port: |http', /give a number$/],
  ]],
  ['an alias of nothing where rules can do without, and in the place of a key', edited(['NGINX', '*web'], ['port: 80', 'port: 2443'], ['kind: Cluster', 'kind: Cluster\nlabels: {*key : a}']), [
    ['labels.*key', 'labels: {|*key', /- \*key stands for nothing/],
    ['webServer', 'webServer: |*web', /- \*web stands for nothing/],
    ['balancedServices.0.port', 'port: |2443', /R-OFF-4/],
  ]],
  ['an alias within what its anchor names', edited(['members:\n', 'members: &all\n  - *all\n'], ['NGINX', '&web [NGINX, {a: *web}]']), [
    ['members.0', '- |*all', /- \*all stands within what &all names, and so for something without end; write out what is meant here$/],
    ['webServer', '&web |[NGINX', /give one of /],
    ['', '{a: |*web', /- \*web stands within what &web names/],
  ]],
  ['an alias of nothing within a key that is a list', edited(['kind: Cluster', 'kind: Cluster\nlabels:\n  ? [*key]\n  : a'], ['port: 80', 'port: http']), [
    ['labels.[ "*key" ]', '|? [*key]', /./],
    ['', '? [|*key', /- \*key stands for nothing/],
    ['balancedServices.0.port', 'port: |http', /give a number$/],
  ]],
  ['violated requirements', edited(['port: 80', 'port: 2443'], ['address: 10.0.0.12', 'address: 10.0.1.12']), [
    ['balancedServices.0.port', 'port: |2443', /ERROR R-OFF-4 Port 2443/],
    ['members.1.addresses.1.address', 'address: |10.0.1.12', /ERROR R-NET-/],
  ]],
  ['requirements beside what has no shape', edited(
    ['  - {address: 9.9.9.100, port: 80,', '  - {address: 9.9.9.100, port: 80000}\n  - {address: 9.9.9.100, port: 2443,'],
    ['database: {server: db1}}', 'quotaBytes: 5}\n  - {name: florist, dedicatedAddress: 10.0.0.10}'],
    ['NGINX', 'CADDY'],
  ), [
    ['balancedServices.0.port', 'port: |80000', /- give at most 65535$/],
    ['balancedServices.1.port', 'port: |2443', /ERROR R-OFF-4 Port 2443/],
    ['accounts.0.quotaBytes', 'quotaBytes: |5', /- give at least 1048576$/],
    ['accounts.1.dedicatedAddress', 'dedicatedAddress: |10.0.0.10', /ERROR R-NET-3 Account florist wants the quorum address/],
    ['webServer', 'webServer: |CADDY', /give one of APACHE, NGINX$/],
  ]],
  ['names and requirements at once', edited(['weights: [', 'weight: 1, weights: ['], ['port: 80', 'port: 2443']), [
    ['balancedServices.0.port', 'port: |2443', /ERROR R-OFF-4/],
    ['balancedServices.0.weight', '|weight: 1', /- unknown key; did you mean weights\? accepted here: address, port, scheduler/],
  ]],
]; // prettier-ignore

test.each(cases)('every error is told with its place: %s', (_, text, expected) => {
  const { isText, inTheWay: count } = checkManifest(text);
  expect({ isText, isFine: count === 0 }).toEqual({ isText: true, isFine: false });
  const told = toldOf(text);
  for (const [path, place, said] of expected) {
    const { line, column } = placeOf(text, place);
    const at = told.filter((one) => one.path === path).map((one) => ({ ...one, said: inTheWay(one) }));
    expect(at).toContainEqual(expect.objectContaining({ line, column, said: expect.stringMatching(said) }));
  }
});

const alone = [...cases.slice(0, 3), ...cases.filter(([what]) => what.includes(', once'))];
test.each(alone)('nothing else is told beside it: %s', (_, text, expected) => {
  const shape = toldOf(text).filter((one) => one.rule === null && !saysUnjudged(one));
  expect(shape.map(({ path }) => path)).toEqual(expected.map(([path]) => path));
});

test.each([
  ['a key twice', 'name: a\nname: b\n', 2, 1],
  ['an open bracket', 'networks: [\n', 2, 1],
  ['a wrong indent and a tab', 'a: 1\n b: 2\n', 1, 4],
  ['two documents', 'a: 1\n---\nb: 2\n', 2, 1],
])('what is no YAML is told with its place: %s', (_, text, line, column) => {
  const { isText, inTheWay: count, told } = checkManifest(text);
  expect({ isText, count }).toEqual({ isText: false, count: told.length });
  expect(told[0]).toMatchObject({ line, column, path: '', rule: null, severity: 'ERROR' });
});

test.each([
  ['a tab', 'a:\n\tb: 2\n', 2, 1, /^a tab indents/],
  ['no colon', 'name: x\ntopology\nz: 1\n', 2, 1, /^a colon and a space are missing/],
  ['no space', 'a:1\nb: 2\n', 1, 1, /^a colon and a space are missing/],
  ['an open quote', 'a: 1\nb: "x\nc: 2\n', 2, 4, /^the quote that begins here is not closed$/],
  ['an open bracket', 'n: [a, b\nb: 2\n', 2, 1, /^a \] is missing before this/],
  ['an open brace', 'n: {a: 1, b: 2', 1, 15, /^a \} is missing before this/],
  ['a line too far right', 'a: 1\n b: 2\n', 1, 4, /^the next line is indented more/],
  ['a key off its map', 'm:\n  - h: 1\n r: 2\n', 3, 1, /^indented unlike/],
  ['two keys in a line', 'a: b: c\n', 1, 4, /^a second key in one line/],
  ['a key twice', 'a: 1\na: 2\n', 2, 1, /^this key is here twice/],
])('what is no YAML is told in plain words: %s', (_, text, line, column, message) => {
  const [first] = checkManifest(text).told;
  expect(first).toMatchObject({ line, column, message: expect.stringMatching(message) });
});

test('of lines that a tab indents nothing else is told', () => {
  const tabs = 'members:\n  - host: a\n    addresses:\n\t- {network: a}\nwebServer: NGINX\n';
  const tab = 'a tab indents this line; indent it with spaces';
  expect(checkManifest(tabs).told.map(({ line, message }) => [line, message])).toEqual([[4, tab]]);
});

test('of an address in a network that is not declared no more is told than that, where one declared network holds it', () => {
  const errorsOf = (text: string): readonly unknown[] =>
    toldOf(text).flatMap(({ path, rule, severity }) => (severity === 'ERROR' ? [[rule, path]] : []));
  const misspelt = edited(['- {name: front', '- {name: frnt']);
  const places = errorsOf(misspelt);
  expect(places.length).toBeGreaterThan(2);
  const place: unknown = expect.stringMatching(/^members\.\d\.addresses\.\d\.network$/);
  expect(places).toEqual(places.map((): readonly unknown[] => ['R-NET-1', place]));
});

test('a nesting without end is refused', () => {
  const { isText, told } = checkManifest('['.repeat(200_000));
  expect({ isText, told }).toEqual({
    isText: false,
    told: [expect.objectContaining({ message: 'nested too deeply' })],
  });
});

test('an alias of what is written before it stands for that', () => {
  expect(
    toldOf(edited(['name: shop', 'name: &shop shop'], ['webServer: NGINX', 'webServer: NGINX\nexternalRef: *shop'])),
  ).toEqual([]);
});

test('an anchor that is written again within what it named stands for the later one', () => {
  const told = toldOf(edited(['kind: Cluster', 'kind: Cluster\nlabels: &one {a: &one x, b: *one}']));
  expect(told).toEqual([]);
});

test('of a key that is a map nothing is told but at its place', () => {
  const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const told = toldOf(edited(['name: shop', 'name: {{ name }}']));
  expect(told.map(({ path }) => path)).toContain('name');
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('an alias that grows without end is refused', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => [...pair]))
    bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${one}`).join(', ')}]`);
  expect(checkManifest(bomb.join('\n'))).toMatchObject({ isText: false, inTheWay: 1 });
});

test('a name that a rule speaks of is told once: by the rule where it can be judged, and else by itself', () => {
  const undeclared: Edit = ['{network: back, address: 10.0.0.12', '{network: bak, address: 10.0.0.12'];
  const elsewhere: Edit = ['bakery.example', 'bakery.example, dedicatedAddress: 9.9.9.7'];
  const at = (text: string, place: string): readonly unknown[] =>
    toldOf(text).flatMap(({ path, rule }) => (path === place ? [rule] : []));
  const text = edited(undeclared, elsewhere);
  expect(at(text, 'members.1.addresses.1.network')).toEqual(['R-NET-1']);
  expect(at(text, 'accounts.0.dedicatedAddress')).toEqual(['D-4']);
  const inTheWay = toldOf(text).filter(({ severity }) => severity === 'ERROR');
  expect(checkManifest(text).inTheWay).toBe(inTheWay.length);
  const unjudged = edited(undeclared, elsewhere, ['role: NODE', 'role: WORKER']);
  expect(at(unjudged, 'members.1.addresses.1.network')).toEqual([null]);
  expect(at(unjudged, 'accounts.0.dedicatedAddress')).toEqual([null]);
  const both = edited(undeclared, ['address: 10.0.0.12', 'address: 10.0.0.11']);
  expect(at(both, 'members.1.addresses.1.address')).toContain(null);
});

test('where members have no shape, no rule misses them', () => {
  const text = edited(['host: node1\n', 'host: [node1]\n'], ['port: 80', 'port: 2443']);
  expect(toldOf(text).map(({ path, rule }) => [path, rule])).toEqual([
    ['members.1.host', null],
    ['balancedServices.0.weights.0.host', null],
    ['balancedServices.0.port', 'R-OFF-4'],
    ['', null],
  ]);
});

test('which requirements were not judged is told at last, with what has to be mended first, and nowhere else', () => {
  const members: Edit = ['host: node1\n', 'host: [node1]\n'];
  const text = edited(['topology: PUBLIC_PRIVATE\n', ''], members, ['NGINX', 'CADDY'], ['port: 80', 'port: http']);
  const { told, inTheWay: count } = checkManifest(text);
  expect(told.at(-1)).toEqual({
    ...{ line: 1, column: 1, path: '', rule: null, severity: 'WARNING', subject: null, remedies: [] },
    message: expect.stringMatching(
      /^\d+ of \d+ requirements were not judged: mend topology, members first, then there may be more to mend$/,
    ),
  });
  expect(count).toBe(told.filter(({ severity }) => severity === 'ERROR').length);
  expect(checkManifest('[]').told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^give a map/),
    'no requirement was judged: mend this first, then there may be more to mend',
  ]);
  for (const other of [goodManifest, edited(['NGINX', 'CADDY']), edited(['port: 80', 'port: http']), 'a: [']) {
    expect(checkManifest(other).told.filter(saysUnjudged)).toEqual([]);
  }
});

test('nothing is said of addresses of servers that are registered elsewhere', () => {
  const documented = edited(['9.9.9.0/24', '192.0.2.0/24']).replaceAll('9.9.9.', '192.0.2.');
  expect(toldOf(documented).map(({ rule }) => rule)).toEqual(['R-NET-1']);
  const behindNat = `nat: {mode: PORT_FORWARDING, publicAddresses: [9.9.9.9], forwardTarget: 10.0.0.100, forwardMysql: true}\n`;
  const text = edited(
    ['PUBLIC_PRIVATE', 'PRIVATE_NAT'],
    ['webServer', `${behindNat}webServer`],
    ['  - {name: front, kind: PUBLIC, cidr: 9.9.9.0/24}\n', ''],
  )
    .replace(/ *- \{network: front, address: 9\.9\.9\.1[12].*\n/g, '')
    .replace('network: front', 'network: back')
    .replaceAll('9.9.9.100', '10.0.0.100');
  expect(toldOf(text).map(({ rule }) => rule)).toEqual(['R-NET-NAT-7']);
  expect(toldOf(text.replace('[db1]', '[]').replace(', database: {server: db1}', '')).map(({ rule }) => rule)).toEqual([
    'R-NET-NAT-7',
    'R-NET-NAT-5',
  ]);
});

test('a warning stands in the way until it is acknowledged by rule and subject', () => {
  const text = edited(['cidr: 9.9.9.0/24', 'cidr: 203.0.113.0/24']).replaceAll('9.9.9.', '203.0.113.');
  const [warning] = toldOf(text);
  expect(warning).toMatchObject({ rule: 'R-NET-1', severity: 'WARNING', subject: 'Network front' });
  expect(checkManifest(text).inTheWay).toBe(1);
  const [, printed = ''] = /^Or acknowledge it, if it is meant: (.*)$/.exec(warning?.remedies.at(-1) ?? '') ?? [];
  expect(printed).toBe('acknowledgements: [{"rule":"R-NET-1","subject":"Network front"}]');
  const acknowledged = `${text}${printed}\n`;
  expect(checkManifest(acknowledged).inTheWay).toBe(0);
  expect(toldOf(acknowledged)[0]?.remedies).toEqual(['Nothing to do: the manifest acknowledges it']);
});

test('an account that uses a server where none is declared is told once, by the rule', () => {
  const told = toldOf(edited(['[db1]', '[]'])).filter(({ path }) => path.startsWith('accounts.'));
  expect(told).toMatchObject([
    {
      ...{ path: 'accounts.0.database.server', rule: 'R-DB-4' },
      remedies: ["Name that server among the cluster's database servers"],
    },
  ]);
});

test('an address that is acknowledged and not declared is told where all addresses are declared', () => {
  const meant = 'acknowledgements: [{rule: R-NET-5, subject: Address 9.9.9.199}]\nwebServer';
  const alone = edited(['webServer', meant], ['[db1]', '[]'], [', database: {server: db1}', '']);
  expect(toldOf(alone).map(({ path, message }) => [path, message])).toEqual([
    [
      'acknowledgements.0.subject',
      expect.stringMatching(
        /^the manifest has no Address 9\.9\.9\.199, so mend this or what it names, or leave it out; did you mean "Address 9\.9\.9\.1/,
      ),
    ],
  ]);
  // It may be that of the database server, which is registered elsewhere.
  expect(toldOf(edited(['webServer', meant]))).toEqual([]);
});

test('where a key of the manifest is misspelt, nothing is told that only follows from that', () => {
  const { told } = checkManifest(edited(['members:', 'membrs:'], ['port: 80', 'port: 2443']));
  expect(told.map(({ path, rule, message }) => [path, rule, message])).toEqual([
    ['membrs', null, expect.stringMatching(/^unknown key; did you mean members\? accepted here: /)],
    [
      '',
      null,
      expect.stringMatching(
        /^\d+ of \d+ requirements were not judged: mend membrs first, then there may be more to mend$/,
      ),
    ],
  ]);
});

test('where a key of a member is misspelt, nothing is told that only follows from that', () => {
  const text = edited(['port: 80', 'port: 2443']).replace('    addresses:', '    adresses:');
  expect(toldOf(text).map(({ path, message }) => [path, message])).toEqual([
    ['members.0.adresses', 'unknown key; did you mean addresses? accepted here: host, role, addresses'],
    ['balancedServices.0.port', expect.stringMatching(/^Port 2443 of 9\.9\.9\.100 is the panel's /)],
    [
      '',
      expect.stringMatching(
        /^\d+ of \d+ requirements were not judged: mend members first, then there may be more to mend$/,
      ),
    ],
  ]);
});

test('what is no manifest is told before what violates a rule', () => {
  const text = edited(['port: 80', 'port: 2443'], ['name: bakery,', 'name: bakery, colour: red,']);
  expect(toldOf(text).map(({ path, rule }) => [path, rule])).toEqual([
    ['accounts.0.colour', null],
    ['balancedServices.0.port', 'R-OFF-4'],
  ]);
});
