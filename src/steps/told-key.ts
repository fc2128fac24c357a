import { stepRegistry } from './registry.js';

const kinds = stepRegistry.filter(({ keyIsHost }) => keyIsHost).map(({ kind }) => `'${kind}'`);

/** SQL over the alias of a step's row: what the step is about, for people. Kinds are written in this code, and hold no quote. */
export function toldKey(step: string): string {
  const name = `SELECT th.name FROM host th WHERE th.tenant_id = ${step}.tenant_id AND th.id = ${step}.key::uuid`;
  return `CASE WHEN ${step}.kind IN (${kinds.join(', ')}) THEN COALESCE((${name}), ${step}.key) ELSE ${step}.key END`;
}
