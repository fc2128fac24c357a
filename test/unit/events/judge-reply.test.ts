import { judgeReply } from '../../../src/events/judge-reply.js';

const now = new Date('2026-11-25T12:00:00Z');
const judge = (status: number, retryAfter: string | null = null): object =>
  judgeReply({ answered: true, status, retryAfter, bodyHead: '' }, now);

test.each([200, 201, 204, 299])('%d is a success', (status) => {
  expect(judge(status)).toEqual({ is: 'DELIVERED' });
});

test.each([100, 301, 302, 307, 400, 404, 500])('%d is a failure', (status) => {
  expect(judge(status)).toMatchObject({ is: 'FAILED', pauseSeconds: null });
});

test('410 ends it', () => {
  expect(judge(410)).toMatchObject({ is: 'GONE' });
});

test.each([429, 502, 503, 504])('%d slows down', (status) => {
  expect(judge(status)).toMatchObject({ is: 'FAILED', pauseSeconds: 10 });
});

test.each([
  ['120', 120],
  [' 5 ', 5],
  ['Wed, 25 Nov 2026 12:01:00 GMT', 60],
  ['999999', 86_400],
  ['Wed, 25 Nov 2020 12:01:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
  ['', null],
])('Retry-After: %s asks for a pause of %p seconds', (header, seconds) => {
  expect(judge(400, header)).toMatchObject({ pauseSeconds: seconds });
});

test('what never answered is a failure with its reason', () => {
  expect(judgeReply({ answered: false, error: 'the connection was refused' }, now)).toEqual({
    ...{ is: 'FAILED', error: 'the connection was refused', pauseSeconds: null },
  });
});
