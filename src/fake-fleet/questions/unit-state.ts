import { unitState } from '../../probes/system/unit-state.js';
import { fakeQuestion } from './question.js';

export const unitStateQuestion = fakeQuestion(unitState('x.service'), ({ units }, [name = '']) => {
  const { loaded, active, fileState, needsReload } = units.show(name);
  return [
    `LoadState=${loaded ? 'loaded' : 'not-found'}`,
    `ActiveState=${active ? 'active' : 'inactive'}`,
    `UnitFileState=${fileState}`,
    `NeedDaemonReload=${needsReload ? 'yes' : 'no'}`,
    '',
  ].join('\n');
});
