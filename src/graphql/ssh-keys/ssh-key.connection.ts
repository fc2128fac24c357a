import { connectionOf } from '../shared/connection.js';
import { SshKey } from './ssh-key.type.js';

export const SshKeyConnection = connectionOf(SshKey, 'SshKey');
