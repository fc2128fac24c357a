import type { Bench } from './bench.js';
import { api } from './api/api.bench.js';
import { fanOut, fanOutWide } from './fan-out/fan-out.bench.js';
import { thousandHosts } from './thousand-hosts/thousand-hosts.bench.js';
import { functions } from './functions/functions.bench.js';
import { judgeRules } from './judge-rules/judge-rules.bench.js';

/** In the order in which they are run, the short ones first, and stand in docs/performance.md. */
export const benches: readonly Bench[] = [functions, judgeRules, api, thousandHosts, fanOut, fanOutWide];
