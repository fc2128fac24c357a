import { mountFailure } from '../../probes/storage/mount-failure.js';
import { fakeQuestion } from './question.js';

export const mountFailureQuestion = fakeQuestion(mountFailure('x.mount'), ({ units }, [name = '']) => {
  const refusal = units.refusalOf(name);
  return refusal === undefined ? '' : `${refusal}\n`;
});
