import { z } from 'zod';
import { unitState } from '../../../src/probes/system/unit-state.js';
import { change, conflict, done, wait, type Decision } from '../../../src/steps/decision.js';
import { hostStep } from '../../../src/steps/step.js';
import { disable, enable, systemctl } from '../../../src/steps/systemctl.js';
import { decide, HostLook, remove, shownUnit } from './host-look.js';

const nginx = unitState('nginx.service');
const masked = 'LoadState=masked\nActiveState=active\nUnitFileState=masked\nNeedDaemonReload=no\n';
const isMasked = conflict(
  'nginx.service is masked',
  'nothing starts it until a person runs systemctl unmask nginx.service && systemctl unmask --runtime nginx.service there, as root',
);

/** A step that decides this, and looks at nginx unless it is told otherwise. */
function deciding(decision: Decision, probes = [nginx]): ReturnType<ReturnType<typeof hostStep>['typed']> {
  const none = (): [] => [];
  return hostStep({
    ...({ kind: 'web.server', version: 1, phase: 'SERVICES', set: false, data: false, disruptive: false } as const),
    ...{ input: z.null(), demands: none, key: () => 'nginx', needs: none, writes: none, settleSeconds: 1 },
    ...{ probes: () => probes, decide: () => decision, remove: () => decision },
  }).typed(null);
}

describe('a unit that a person masked', () => {
  const look = new HostLook().with(nginx, masked);

  it.each([
    ['enable', enable('nginx.service')],
    ['start', systemctl('start', 'nginx.service')],
    ['restart', systemctl('restart', 'nginx.service')],
  ])('is in the way of a change that would %s it', (_, starting) => {
    const decision = change('serve', [systemctl('daemon-reload'), starting]);
    expect(decide(deciding(decision), look)).toEqual(isMasked);
    expect(decide(deciding(decision), look.with(nginx, shownUnit({ active: false, enabled: false })))).toBe(decision);
  });

  it('is in the way of nothing else: what is done, waits, stops it, is of a unit that is not looked at, or removes', () => {
    const starting = change('serve', [systemctl('start', 'nginx.service')]);
    const others = [done('it serves'), wait('it', 1, starting.is === 'change' ? starting.changes : [])];
    for (const decision of [...others, change('stop', [disable('nginx.service', '--now')])]) {
      expect(decide(deciding(decision), look)).toBe(decision);
    }
    expect(decide(deciding(starting, []), look)).toBe(starting);
    expect(remove(deciding(starting), look)).toBe(starting);
  });
});
