import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import type { StoredQuestion } from '../../../src/probes/probe.js';

const query = '{ hosts(first: 10) { nodes { id name facts(first: 100) { nodes { probe exitCode stdout stderr } } } } }';
const fact = z.object({ probe: z.string(), exitCode: z.number(), stdout: z.string(), stderr: z.string() });
const hostFacts = z.object({ id: z.string(), name: z.string(), facts: z.object({ nodes: z.array(fact) }) });
const asked = z.object({ hosts: z.object({ nodes: z.array(hostFacts) }) });

export type HostFacts = z.output<typeof hostFacts>;

/** What the API tells of the last looks at each host. */
export async function factsOfHosts(client: ApiClient): Promise<readonly HostFacts[]> {
  return (await client.request(query, {}, asked)).hosts.nodes;
}

/** What a host showed, as rules read it; undefined where that is not known. */
export function readFact<T>(host: HostFacts | undefined, probe: StoredQuestion<T>): T | undefined {
  const found = host?.facts.nodes.find((one) => one.probe === probe.id);
  const reading = found === undefined ? undefined : probe.parse(found);
  return reading?.known === true ? reading.value : undefined;
}
