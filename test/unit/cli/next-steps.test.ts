import { nextSteps } from '../../../src/cli/next-steps.js';

const usual = 'http://127.0.0.1:4600/graphql';

it('tells the URL of a server that is not where it usually is, as commands and examples take it', () => {
  const elsewhere = nextSteps({ url: 'http://127.0.0.1:4700/graphql', hasToken: true }, undefined, false);
  expect(elsewhere).toContain("\n    export HOSTWRIGHT_URL='http://127.0.0.1:4700/graphql'\n\nNext: ");
  expect(nextSteps({ url: usual, hasToken: true }, undefined, false)).not.toContain('HOSTWRIGHT_URL');
});
