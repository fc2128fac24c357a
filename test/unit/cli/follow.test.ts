import { apiFrom } from '../../../src/cli/client/api-options.js';
import { unendedInWords } from '../../../src/cli/client/follow.js';
import { programName } from '../../../src/cli/program-name.js';

const refuse = (message: string): never => {
  throw new Error(message);
};
afterEach(() => {
  delete process.env['HOSTWRIGHT_TOKEN'];
});

it('is waited for again with the options that were given', () => {
  const url = 'http://10.0.0.5:4600/graphql';
  process.env['HOSTWRIGHT_TOKEN'] = 'hw_x';
  expect(unendedInWords(apiFrom({ url }, refuse), 'T1', 5, true)).toBe(
    `It had not ended after 5 seconds. It goes on; wait for it again:\n  ${programName} wait T1 --url '${url}'`,
  );
  expect(unendedInWords(apiFrom({}, refuse), 'T1', 5, true)).toMatch(/ wait T1$/);
});
