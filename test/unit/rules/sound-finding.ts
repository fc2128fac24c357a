import type { Finding, Remedy } from '../../../src/rules/rule.js';
import { commandNamed } from '../commands/command-named.js';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-/;
/** What differs from cluster to cluster, as the values of the tests have it. */
const particular = /\d+\.\d+\.\d+\.\d+|\b(?:node[12]|bakery|db1)\b/;

/** Whether the mutation takes the input as it is, but for the key that whoever sends it makes up. */
function expectAccepted({ mutation, input }: Remedy): void {
  if (mutation === null) return;
  const parsed = commandNamed(mutation).input.safeParse({ ...input, idempotencyKey: 'remedy' });
  expect({ mutation, issues: parsed.error?.issues ?? [] }).toEqual({ mutation, issues: [] });
}

/** What every finding of every rule keeps to: people read names in it, and its remedies can be carried out as they are. */
export function expectSound(finding: Finding): void {
  const { message, parameters, remedies, subjectName } = finding;
  const read = [message, subjectName, ...Object.values(parameters), ...remedies.map(({ title }) => title)];
  expect(read.filter((text) => uuid.test(text))).toEqual([]);
  remedies.forEach(expectAccepted);
  const given = Object.values(parameters).toSorted((one, other) => other.length - one.length);
  const text = given.reduce((rest, value) => (value === '' ? rest : rest.replaceAll(value, '')), message);
  // Whoever translates the message has nothing but its code and the parameters.
  expect(text).not.toMatch(particular);
}
