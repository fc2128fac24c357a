import { connectionOf } from '../shared/connection.js';
import { Host } from './host.type.js';

export const HostConnection = connectionOf(Host, 'Host');
