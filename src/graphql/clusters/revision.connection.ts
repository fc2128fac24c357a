import { connectionOf } from '../shared/connection.js';
import { Revision } from './revision.type.js';

export const RevisionConnection = connectionOf(Revision, 'Revision');
