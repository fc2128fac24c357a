import { connectionOf } from '../shared/connection.js';
import { DatabaseServer } from './database-server.type.js';

export const DatabaseServerConnection = connectionOf(DatabaseServer, 'DatabaseServer');
