import { connectionOf } from '../shared/connection.js';
import { Account } from './account.type.js';

export const AccountConnection = connectionOf(Account, 'Account');
