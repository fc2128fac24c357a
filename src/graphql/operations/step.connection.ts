import { connectionOf } from '../shared/connection.js';
import { Step } from './step.type.js';

export const StepConnection = connectionOf(Step, 'Step');
