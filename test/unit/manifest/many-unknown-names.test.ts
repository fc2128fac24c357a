import { checkManifest } from '../../../src/manifest/check-manifest.js';

const manifest = (accounts: number, acknowledged: number): string =>
  JSON.stringify({
    ...{ apiVersion: 'hostwright/v1', kind: 'Cluster', name: 'c1', topology: 'PUBLIC', networks: [] },
    accounts: Array.from({ length: accounts }, (_, at) => ({ name: `site${at + 1000}` })),
    acknowledgements: Array.from({ length: acknowledged }, (_, at) => ({
      rule: 'R-RES-1',
      subject: `Account sity${at + 1000}`,
    })),
  });

function messagesOf(text: string): readonly string[] {
  return checkManifest(text).told.flatMap(({ message }) => (message.includes('has no Account') ? [message] : []));
}

test('names that there are not are told each, and the first ten of them compared with what there is', () => {
  const messages = messagesOf(manifest(1, 30));
  expect(messages).toHaveLength(30);
  expect(messages.filter((message) => message.includes('did you mean "Account site1000"?'))).toHaveLength(10);
});

test('of many names the first are listed, and the rest is counted', () => {
  const [message = ''] = messagesOf(manifest(25, 1));
  expect(message).toContain('"Account site1019" and 5 more');
  expect(message).not.toContain('site1020');
  const [whole = ''] = messagesOf(manifest(20, 1));
  expect(whole).toMatch(/"Account site1019"$/);
});
