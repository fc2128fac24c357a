import type { FoundByRule } from './found-by-rule.js';

/**
 * A vantage's connections to port 80 of an address were answered by the nodes themselves, each of some, and they heard it; no answer
 * is the manager's or passed it.
 */
export function expectOwnAnswers(found: readonly FoundByRule[], address: string, nodes: number): void {
  expect(found).toMatchObject([
    { subject: `Address ${address}`, verdict: 'MET', evidence: Array.from({ length: nodes + 1 }, () => ({})) },
  ]);
  const [manager, ...others] = found[0]?.evidence ?? [];
  for (const none of ['answered', 'passed'])
    expect(manager?.stdout).toMatch(new RegExp(`^${none}/80/${address} 0$`, 'm'));
  for (const node of others) {
    for (const some of ['knocked', 'answered', 'heard'])
      expect(node.stdout).toMatch(new RegExp(`^${some}/80/${address} [1-9]`, 'm'));
  }
}
