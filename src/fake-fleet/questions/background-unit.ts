import { backgroundUnit } from '../../probes/system/background-unit.js';
import { fakeQuestion } from './question.js';

export const backgroundUnitQuestion = fakeQuestion(backgroundUnit('x.service'), (host, [name = '']) => {
  const state = host.background.at(name);
  const uptime = Math.floor(host.uptimeSeconds);
  if (state?.is !== 'failed') {
    const shown = state === undefined ? 'inactive' : 'active';
    return `ActiveState=${shown}\nInactiveEnterTimestampMonotonic=0\n${uptime}\n`;
  }
  const ended = Math.round(state.endedAt * 1_000_000);
  return `ActiveState=failed\nInactiveEnterTimestampMonotonic=${ended}\n${uptime}\n${state.lastWords}\n`;
});
