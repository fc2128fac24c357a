import { connectionOf } from '../shared/connection.js';
import { Fact } from './fact.type.js';

export const FactConnection = connectionOf(Fact, 'Fact');
