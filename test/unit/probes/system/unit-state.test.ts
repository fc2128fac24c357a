import { unitState } from '../../../../src/probes/system/unit-state.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import disabled from '../fixtures/unit-state/disabled.json';
import enabled from '../fixtures/unit-state/enabled.json';
import needsReload from '../fixtures/unit-state/needs-reload.json';
import notFound from '../fixtures/unit-state/not-found.json';

const probe = unitState('ssh.service');

describe('unitState', () => {
  it('tells what runs now and what will after a boot', () => {
    expectKnown(probe, enabled, { loaded: true, active: true, enabled: true, needsReload: false });
    expectKnown(probe, disabled, { loaded: true, active: false, enabled: false, needsReload: false });
  });

  it('knows a unit that does not exist', () => {
    expectKnown(probe, notFound, { loaded: false, active: false, enabled: false, needsReload: false });
  });

  it('tells that a file was changed after systemd read it, and does not take static for enabled', () => {
    expectKnown(probe, needsReload, { loaded: true, active: true, enabled: false, needsReload: true });
  });

  it.each([
    ...failingCommands,
    ['breaks off', printed('LoadState=loaded\n'), 'systemctl show ✖ '] as const,
    ['prints something else', printed('garbage\n'), 'systemctl show ✖ '] as const,
  ])('is unknown when systemctl %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
