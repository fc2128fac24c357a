import { remediesInFile } from '../../../src/cli/remedies-in-file.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { goodManifest } from '../manifest/good-manifest.js';

const api = {
  url: 'http://127.0.0.1:4600/graphql',
  token: 'hw_x',
  tokenInShell: '"$HOSTWRIGHT_TOKEN"',
  optionsInShell: '',
};
const none = { command: null, mutation: null, input: null };
const told = (path: string, mutation: string | null, input: Record<string, unknown> | null): readonly string[] =>
  remediesInFile(api, 'shop.yaml', readManifest(goodManifest), path.split('.'), [
    { ...none, title: 'Declare it', mutation, input },
  ]);

const offered = goodManifest.replace('9.9.9.12', '9.9.9.21').replace('10.0.0.11', '10.0.0.19');

test.each([
  ['its own place alone', 'members.1.addresses.0.address', ['20:35: write 9.9.9.21 instead of 9.9.9.12']],
  [
    'every place, where it is about another',
    'quorumAddress',
    ['14:34: write 10.0.0.19 instead of 10.0.0.11', '20:35: write 9.9.9.21 instead of 9.9.9.12'],
  ],
])('a manifest with other addresses is told as what to write, and where: %s', (_, path, places) => {
  const expected = places.map((place) => `shop.yaml:${place}`);
  expect(told(path, 'applyCluster', { manifest: offered })).toEqual(expected);
});

test('another user storage is told as what to write, by the name of its file server', () => {
  const members = [{ hostId: 'a' }, { hostId: 'b' }];
  const userStorage = { mode: 'EXTERNAL', fileServerId: 'b', exportPath: '/srv/share' };
  expect(told('members.0', 'createCluster', { userStorage, members })).toEqual([
    'shop.yaml:1:1: write userStorage: {mode: EXTERNAL, fileServer: node1, exportPath: "/srv/share"}',
  ]);
});

test.each([
  ['a manifest that changes no address', 'applyCluster', { manifest: goodManifest }],
  ['what is no manifest', 'applyCluster', { manifest: '' }],
  ['another declaration', 'createCluster', { members: [] }],
  ['words alone', null, null],
])('its title is left of %s', (_, mutation, input) => {
  expect(told('members.0', mutation, input)).toEqual(['Declare it']);
});

test('what is another matter than the file is a request to copy', () => {
  expect(told('members.0', 'observeHosts', { hostIds: ['a'] })).toEqual([
    expect.stringMatching(/^Declare it:\n {4}printf .*curl .*observeHosts/),
  ]);
});
