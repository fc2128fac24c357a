import { PassThrough } from 'node:stream';
import { askPerson } from '../../../src/cli/ask-person.js';

function asked(answer: string): { readonly said: PassThrough; readonly answered: Promise<boolean> } {
  const [input, said] = [new PassThrough(), new PassThrough()];
  const answered = askPerson('Apply this?', { input, output: said });
  input.end(answer);
  return { said, answered };
}

test.each(['y\n', 'Y\n', 'yes\n', ' YES \r\n'])('%j is a yes', async (answer) => {
  expect(await asked(answer).answered).toBe(true);
});

test.each(['\n', 'n\n', 'no\n', 'yess\n', 'oh yes\n', ''])('%j is none', async (answer) => {
  expect(await asked(answer).answered).toBe(false);
});

test('it is asked with what counts without a word', async () => {
  const { said, answered } = asked('\n');
  await answered;
  expect(String(said.read())).toBe('Apply this? [y/N] ');
});
