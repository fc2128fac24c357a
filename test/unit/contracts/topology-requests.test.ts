import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate, valueFromASTUntyped, visit, type DocumentNode } from 'graphql';
import type { z } from 'zod';
import { createCluster } from '../../../src/commands/clusters/create-cluster.command.js';
import { clusterSpec } from '../../../src/domain/account-spec.js';
import { toGlobalId } from '../../../src/domain/ids.js';
import { topologies } from '../../../src/domain/spec.js';
import { blocking } from '../../../src/rules/blocking.js';
import { judge } from '../../../src/rules/judge.js';
import { fileServerId, managerId, node1Id } from '../rules/clusters.js';
import { HostFacts, observedAt } from '../rules/host-facts.js';

const root = join(__dirname, '../../..');
const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));
// Addresses of documentation are no public ones to a rule.
const text = readFileSync(join(root, 'docs/topologies.md'), 'utf8').replaceAll('203.0.113.', '9.9.9.');
const requests = [...text.matchAll(/```graphql\n([^]*?)```/g)].map(([, request = '']) => parse(request));
const ids = {
  manager: toGlobalId('Host', managerId),
  node: toGlobalId('Host', node1Id),
  files: toGlobalId('Host', fileServerId),
};

/** What a request declares; nothing where it declares no cluster. */
function declarations(request: DocumentNode): readonly z.output<typeof createCluster.input>[] {
  const found: z.output<typeof createCluster.input>[] = [];
  visit(request, {
    Argument({ name, value }) {
      if (name.value === 'input') found.push(createCluster.input.parse(valueFromASTUntyped(value, ids)));
    },
  });
  return found;
}

const declared = requests.flatMap(declarations);

describe('the guide to topologies', () => {
  it('has requests that the API takes', () => {
    expect(requests.map((request) => validate(schema, request))).toEqual(requests.map(() => []));
  });

  it('declares a cluster of each topology', () => {
    expect(declared.map(({ core }) => core.topology)).toEqual(topologies);
  });

  it.each(declared)('declares $core.topology so that no rule stands in the way', ({ core, acknowledge }) => {
    const spec = clusterSpec.parse({ core, accounts: [], databaseServers: [], observedHosts: [] });
    const findings = judge(spec, new HostFacts().at(observedAt), ['declared'], { draft: false });
    expect(blocking(findings, acknowledge)).toEqual([]);
  });
});
