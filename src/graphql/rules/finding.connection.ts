import { connectionOf } from '../shared/connection.js';
import type { PlacedFinding } from './finding-page.js';
import { Finding } from './finding.type.js';

export const FindingConnection = connectionOf<Finding, PlacedFinding>(Finding, 'Finding');
