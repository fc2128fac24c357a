import { connectionOf } from '../shared/connection.js';
import { Cluster } from './cluster.type.js';

export const ClusterConnection = connectionOf(Cluster, 'Cluster');
