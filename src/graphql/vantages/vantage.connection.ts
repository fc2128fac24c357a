import { connectionOf } from '../shared/connection.js';
import { Vantage } from './vantage.type.js';

export const VantageConnection = connectionOf(Vantage, 'Vantage');
