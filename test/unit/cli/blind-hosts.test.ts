import { blindHosts, unknownHosts } from '../../../src/cli/blind-hosts.js';

/** A plan with one task for each host, of which these are decided. */
function plan(of: Readonly<Record<string, readonly string[]>>): Parameters<typeof blindHosts>[0] {
  return {
    tasks: Object.entries(of).map(([hostId, decisions]) => ({
      ...{ hostId, kind: 'STEPS' },
      steps: decisions.map((decision) => ({
        ...{ kind: 'file', direction: 'MAKE', disruptive: false },
        units: [{ subject: 'a', decision, summary: '', changes: [] }],
      })),
    })),
  };
}

const decided = plan({
  told: ['CHANGE', 'UNCHANGED', 'WAITS'],
  taken: ['CHANGE', 'CONFLICT'],
  unknown: ['CHANGE', 'UNKNOWN'],
  conditional: ['CHANGE', 'CONDITIONAL'],
  'made by the plan': ['CONDITIONAL', 'CONDITIONAL'],
});

it('a first look is at hosts of which it may tell more, and not at those that may only come to be', () => {
  expect(blindHosts(decided)).toEqual(['taken', 'unknown', 'conditional']);
});

it('a plan is known once nothing is unknown, whatever depends on earlier steps', () => {
  expect(unknownHosts(decided)).toEqual(['unknown']);
});
