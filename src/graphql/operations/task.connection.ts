import { connectionOf } from '../shared/connection.js';
import { Task } from './task.type.js';

export const TaskConnection = connectionOf(Task, 'Task');
