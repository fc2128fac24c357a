import { machineIdentity } from '../../probes/system/machine-identity.js';
import { fakeQuestion } from './question.js';

export const machineIdentityQuestion = fakeQuestion(
  machineIdentity(),
  ({ machineId, name }) => `${machineId}\n${name}\n${Math.floor(Date.now() / 1000)}\n`,
);
