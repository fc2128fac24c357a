import { wait } from '../../../../src/steps/decision.js';
import { conclude } from '../../../../src/steps/harness/conclude.js';
import type { VisitUnit } from '../../../../src/steps/harness/visit-result.js';
import { deciding } from './visit-units.js';

function after(waited: VisitUnit['waited']): unknown {
  return conclude({ ...deciding('mount', [], wait('the server to answer', 60)), waited }, new Map());
}

const goesOn = { report: { outcome: 'WAITING', summary: 'waits for the server to answer', waitSeconds: 60 } };

describe('the conclusion from a wait', () => {
  it('waits at first, and until it waited as long as it may', () => {
    expect(after(null)).toMatchObject(goesOn);
    expect(after({ summary: 'waits for the server to answer', seconds: 59.9 })).toMatchObject(goesOn);
  });

  it('fails when it waited as long as it may', () => {
    expect(after({ summary: 'waits for the server to answer', seconds: 60 })).toMatchObject({
      report: { outcome: 'FAILED', summary: 'waited 60 s for the server to answer', origin: null, waitSeconds: null },
    });
  });

  it('does not count how long it waited for something else', () => {
    expect(after({ summary: 'waits for the installation', seconds: 899 })).toMatchObject(goesOn);
  });
});
