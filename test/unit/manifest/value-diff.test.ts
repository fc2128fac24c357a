import type { Manifest } from '../../../src/manifest/manifest.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { valueDiff } from '../../../src/manifest/value-diff.js';
import { goodManifest } from './good-manifest.js';

function manifest(text: string): Manifest {
  const { manifest: read, problems } = readManifest(text);
  if (read === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return read;
}

const added = (diff: string): readonly string[] => diff.split('\n').filter((line) => /^[+-](?![+-])/.test(line));
const before = manifest(
  `${goodManifest}labels: {team: front}\nacknowledgements: [{rule: R-RES-1, subject: Host node1}]\n`,
);

test('nothing differs where a manifest leaves out what then stays as it is', () => {
  expect(valueDiff('shop', before, manifest(goodManifest))).toBe('');
  expect(valueDiff('shop', before, manifest(goodManifest.replace(/accounts:[^]*$/, '')))).toBe('');
});

test('what changes is told line by line, whatever the order of the keys', () => {
  const [head = '', rest = ''] = goodManifest.split('quorumAddress: 10.0.0.10\n');
  const edited = `${head}${rest}quorumAddress: 10.0.0.10\nlabels: {team: back}\n`.replace('weight: 3', 'weight: 4');
  expect(added(valueDiff('shop', before, manifest(edited)))).toEqual([
    '-  team: front',
    '+  team: back',
    '-        weight: 3',
    '+        weight: 4',
  ]);
});

test('labels are told of a cluster and of each account, whatever their order, and none are as good as no word', () => {
  const bakery = '{name: bakery, domain: bakery.example, database: {server: db1}';
  const said = (labels: string): Manifest =>
    manifest(`${goodManifest.replace(bakery, `${bakery}, ${labels}`)}labels: {a: '1', b: '2'}\n`);
  const there = said("labels: {a: '1', b: '2'}, externalRef: crm-7");
  expect(valueDiff('shop', there, said("labels: {b: '2', a: '1'}"))).toBe('');
  expect(added(valueDiff('shop', there, said("labels: {b: '3', a: '1'}, externalRef: crm-8")))).toEqual([
    '-      b: "2"',
    '-    externalRef: crm-7',
    '+      b: "3"',
    '+    externalRef: crm-8',
  ]);
  expect(valueDiff('shop', manifest(goodManifest), manifest(`${goodManifest}labels: {}\n`))).toBe('');
});

test('accounts and acknowledgements are added to those that there are', () => {
  const more = goodManifest.replace('bakery, domain: bakery.example, database: {server: db1}', 'florist') + 'acknowledgements: [{rule: R-RES-2, subject: Cluster shop}]\n'; // prettier-ignore
  expect(added(valueDiff('shop', before, manifest(more)))).toEqual([
    '+  - name: florist',
    '+    domain: null',
    '+    dedicatedAddress: null',
    '+    quotaBytes: null',
    '+    database: null',
    '+  - rule: R-RES-2',
    '+    subject: Cluster shop',
  ]);
});

test('a new cluster is new as a whole', () => {
  const diff = valueDiff('shop', null, manifest(goodManifest));
  expect(diff).toContain('--- /dev/null\n');
  expect(added(diff).every((line) => line.startsWith('+'))).toBe(true);
});
