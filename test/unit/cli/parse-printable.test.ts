import { dataOf } from '../../../src/cli/client/ask.js';
import { parsePrintable } from '../../../src/cli/client/parse-printable.js';

const hostile = '\u001b]0;title\u0007\u001b[2Kdone\rover\u0085\u009b31m\u007f\u0000';

it('control characters of a host do not reach a terminal, line feeds and tabs do', () => {
  const text = JSON.stringify({ message: hostile, others: [{ summary: 'one\n\ttwo' }], count: 2, isDone: null });
  expect(parsePrintable(text)).toEqual({
    ...{ message: '\ufffd]0;title\ufffd\ufffd[2Kdone\ufffdover\ufffd\ufffd31m\ufffd\ufffd', count: 2, isDone: null },
    others: [{ summary: 'one\n\ttwo' }],
  });
});

it('answers of the API are read so', () => {
  const answer = JSON.stringify({ data: { host: { error: '\u001b[31mred' } } });
  expect(dataOf('http://127.0.0.1:4600/graphql', 200, answer)).toEqual({ host: { error: '\ufffd[31mred' } });
});
