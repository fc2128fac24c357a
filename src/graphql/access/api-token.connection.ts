import { connectionOf } from '../shared/connection.js';
import { ApiToken } from './api-token.type.js';

export const ApiTokenConnection = connectionOf(ApiToken, 'ApiToken');
