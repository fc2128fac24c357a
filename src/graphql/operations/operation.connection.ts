import { connectionOf } from '../shared/connection.js';
import { Operation } from './operation.type.js';

export const OperationConnection = connectionOf(Operation, 'Operation');
