import { unitState } from '../../../../src/probes/system/unit-state.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import disabled from '../fixtures/unit-state/disabled.json';
import enabled from '../fixtures/unit-state/enabled.json';
import needsReload from '../fixtures/unit-state/needs-reload.json';
import notFound from '../fixtures/unit-state/not-found.json';

const probe = unitState('ssh.service');

describe('unitState', () => {
  it('tells what runs now and what will after a boot', () => {
    expectKnown(probe, enabled, { loaded: true, active: true, enabled: true, needsReload: false, masked: false });
    expectKnown(probe, disabled, { loaded: true, active: false, enabled: false, needsReload: false, masked: false });
  });

  it.each(['masked', 'masked-runtime'])('tells a unit that is %s, be it that it runs still', (state) => {
    const shown = `LoadState=masked\nActiveState=active\nUnitFileState=${state}\nNeedDaemonReload=no\n`;
    expectKnown(probe, printed(shown), {
      loaded: false,
      active: true,
      enabled: false,
      needsReload: false,
      masked: true,
    });
    expect(probe.parse(printed(shown.replace('LoadState=masked', 'LoadState=loaded')))).toMatchObject({
      value: { masked: true },
    });
  });

  it('knows a unit that does not exist', () => {
    expectKnown(probe, notFound, { loaded: false, active: false, enabled: false, needsReload: false, masked: false });
  });

  it('tells that a file was changed after systemd read it, and does not take static for enabled', () => {
    expectKnown(probe, needsReload, { loaded: true, active: true, enabled: false, needsReload: true, masked: false });
  });

  it.each([
    ...failingCommands,
    ['breaks off', printed('LoadState=loaded\n'), 'systemctl show ✖ '] as const,
    ['prints something else', printed('garbage\n'), 'systemctl show ✖ '] as const,
  ])('is unknown when systemctl %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
