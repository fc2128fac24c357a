import { change, done, wait } from '../../../../src/steps/decision.js';
import type { Change } from '../../../../src/steps/change.js';
import type { HostSession } from '../../../../src/steps/harness/host-session.js';
import { visit } from '../../../../src/steps/harness/visit.js';
import type { VisitUnit } from '../../../../src/steps/harness/visit-result.js';
import { deciding } from './visit-units.js';

const installation: Change = { do: 'startUnit', unit: 'install', argv: ['apt-get'], maxSeconds: 60, environment: {} };
const use: Change = { do: 'run', argv: ['use'] };

/** Sends what it is told to, and answers nothing: the units of these tests look at no host. */
class RecordingSession implements HostSession {
  readonly sent: Change[] = [];
  readonly after: (readonly number[])[] = [];
  readonly roundTrips = 0;

  look(): Promise<{ is: 'answers'; answers: []; elapsedMs: number }> {
    return Promise.resolve({ is: 'answers', answers: [], elapsedMs: 0 });
  }

  change: HostSession['change'] = (_fence, units) => {
    this.after.push(...units.map(({ after }) => after));
    this.sent.push(...units.flatMap(({ changes }) => changes));
    const ran = { is: 'ran', output: { exitCode: 0, stdout: '', stderr: '' }, failedChange: null } as const;
    return Promise.resolve({ is: 'ran', units: units.map(() => ran) });
  };

  changeConfirmed(): never {
    throw new Error('no unit here is commit-confirmed');
  }
}

async function visited(session: HostSession, ...units: readonly VisitUnit[]): Promise<readonly string[]> {
  const result = await visit(session, 1, units, {
    mayHaveRival: false,
    mayGoOn: () => true,
    beforeChange: () => Promise.resolve(true),
    pause: () => Promise.resolve(),
    monotonic: () => 0,
    failpoint: () => undefined,
  });
  if (result.is !== 'reports') throw new Error(`the visit ended: ${result.is}`);
  return result.reports.map(({ outcome, summary }) => `${outcome}: ${summary}`);
}

describe('a visit', () => {
  it('keeps what needs long work waiting until that is done, and does the rest', async () => {
    const session = new RecordingSession();
    const other: Change = { do: 'run', argv: ['other'] };
    const reports = await visited(
      session,
      deciding('packages', [], change('install', [installation]), wait('the installation', 5)),
      deciding('mount', ['packages'], change('mount', [use])),
      deciding('arp', [], change('set', [other]), done('set')),
    );
    expect(session.sent).toEqual([installation, other]);
    expect(reports).toEqual(['WAITING: waits for the installation', 'WAITING: waits for packages k', 'CHANGED: set']);
  });

  it('tells the host which removal waits for which', async () => {
    const session = new RecordingSession();
    const removing = (unit: VisitUnit): VisitUnit => ({ ...unit, direction: 'REMOVE' });
    await visited(
      session,
      removing(deciding('home', ['user'], change('remove', [use]), done('gone'))),
      removing(deciding('user', [], change('remove', [use]), done('gone'))),
    );
    expect(session.after).toEqual([[], [0]]);
  });

  it('does what needs another change together with it where that ends at once', async () => {
    const session = new RecordingSession();
    const make: Change = { do: 'run', argv: ['make'] };
    const reports = await visited(
      session,
      deciding('directory', [], change('make', [make]), done('made')),
      deciding('export', ['directory'], change('export', [use]), done('exported')),
    );
    expect(session.sent).toEqual([make, use]);
    expect(reports).toEqual(['CHANGED: made', 'CHANGED: exported']);
  });
});
