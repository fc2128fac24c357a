import { progressLine } from '../../../src/cli/progress-line.js';

const event = { cursor: 'c', at: '2026-01-01T00:00:00Z', kind: 'step.failed', host: 'node1' };

it.each([
  ['names the host once', { message: 'node1: it is full' }, 'node1 step.failed: it is full'],
  ['keeps another host that is spoken of', { message: 'node10: it is full' }, 'node1 step.failed: node10: it is full'],
  [
    'names step and subject before what they came to',
    { step: 'storage.mount', key: '/chroot', summary: 'mounted' },
    'node1 step.failed storage.mount /chroot: mounted',
  ],
  [
    'calls the subject as people do',
    { step: 'logs.mount', key: '4292b020-857e-4d46-8e85-bacf4a1686cd', subject: 'node2', summary: 'mounted' },
    'node1 step.failed logs.mount node2: mounted',
  ],
  [
    'tells the rule in the place of the id that it speaks of',
    { rule: 'R-VPS-5', subject: 'Host 4292b020-857e-4d46-8e85-bacf4a1686cd', message: 'The logs are old.' },
    'node1 step.failed R-VPS-5: The logs are old.',
  ],
  [
    'keeps the subject where no rule says so',
    { rule: null, subject: 'node2', message: 'It is full.' },
    'node1 step.failed node2: It is full.',
  ],
  [
    'says how often was tried in vain, and when the next time is',
    { message: 'node1: connect ECONNREFUSED 10.0.0.3:22', attempts: 3, nextAttemptAt: '2026-01-01T12:01:10Z' },
    'node1 step.failed: connect ECONNREFUSED 10.0.0.3:22, tried 3 times, next at 12:01:10Z',
  ],
  [
    'says until when it is tried, in vain or not',
    { message: 'refused', attempts: 1, nextAttemptAt: '2026-01-01T12:01:10Z', until: '2026-01-01T12:31:09Z' },
    'node1 step.failed: refused, tried once, next at 12:01:10Z, and so on until 12:31:09Z',
  ],
  [
    'says how often it is tried at most',
    { message: 'no space is left', attempts: 2, nextAttemptAt: '2026-01-01T12:01:10Z', mostAttempts: 3 },
    'node1 step.failed: no space is left, tried 2 times of 3 at most, next at 12:01:10Z',
  ],
  [
    'says when somebody looks again at what goes on by itself',
    { message: 'packages are being installed', nextAttemptAt: '2026-01-01T12:01:10Z' },
    'node1 step.failed: packages are being installed, next at 12:01:10Z',
  ],
  ['has nothing more to say of some events', {}, 'node1 step.failed'],
])('a line of progress %s', (_, data, line) => {
  expect(progressLine({ ...event, data })).toBe(line);
});
