import { serverGreeting } from '../../../../src/probes/database/server-greeting.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import refused from '../fixtures/tcp-connection/refused.json';
import silent from '../fixtures/tcp-connection/silent.json';
import unreachable from '../fixtures/tcp-connection/unreachable.json';

const probe = serverGreeting('10.77.1.210', 3306);

describe('serverGreeting', () => {
  it('tells a server that asks who wants in from one that knows nobody from there', () => {
    expectKnown(probe, printed(' 5b 00 00 00 0a 35 2e\n'), 'admitted');
    expectKnown(probe, printed(' 45 00 00 00 ff 6a 04\n'), 'notAdmitted');
    expectKnown(probe, printed(' 60 00 00 00 ff 69 04\n'), 'shutOut');
  });

  it('knows that there is no connection, and why', () => {
    expectKnown(probe, refused, 'refused');
    expectKnown(probe, silent, 'silent');
    expectKnown(probe, unreachable, 'unreachable');
  });

  it('asks for each port of each address by itself', () => {
    const others = [serverGreeting('10.77.1.210', 3307), serverGreeting('10.77.1.211', 3306)];
    expect(new Set([probe, ...others].map(({ id }) => id)).size).toBe(3);
  });

  it('is unknown where another service answers, and where the server is full', () => {
    expectUnknown(probe, printed(' 53 53 48 2d 32 2e 30\n'), 'no MySQL server answers there');
    expectUnknown(probe, printed(''), 'no MySQL server answers there');
    expectUnknown(probe, printed(' 17 00 00 00 ff 10 04\n'), 'the server answers with error 1040');
  });

  // To `timeout` a command that does not end is a server that does not answer.
  it.each(failingCommands.filter(([what]) => what !== 'does not end in time'))(
    'is unknown when bash %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
