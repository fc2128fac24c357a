import type { PlanFinding, ShownPlan } from '../../../src/cli/client/cluster-client.js';
import { findingsChanged, planInWords } from '../../../src/cli/plan-in-words.js';

function finding(rule: string, subjectName: string, verdict = 'VIOLATED'): PlanFinding {
  return {
    rule: { id: rule },
    subjectName,
    verdict,
    severity: 'WARNING',
    messageCode: 'CODE',
    message: `${rule} says.`,
  };
}

const plan: ShownPlan = {
  token: 't',
  findings: [finding('R-1', 'node1'), finding('R-2', 'node1'), finding('R-3', 'shop', 'MET')],
  findingsBefore: [finding('R-1', 'node1'), finding('R-1', 'node2', 'UNKNOWN')],
  tasks: [
    {
      ...{ hostId: 'a', kind: 'STEPS' },
      steps: [
        {
          ...{ kind: 'web.server', direction: 'MAKE', disruptive: true },
          units: [
            {
              ...{ subject: 'nginx', decision: 'CHANGE', summary: 'start nginx' },
              changes: [
                { description: 'write /etc/x', diff: '--- /etc/x\n+++ /etc/x\n+hello\n' },
                { description: 'run systemctl restart nginx', diff: null },
              ],
            },
            { subject: 'other', decision: 'UNCHANGED', summary: 'it is there', changes: [] },
          ],
        },
        {
          ...{ kind: 'storage.mount', direction: 'REMOVE', disruptive: false },
          units: [{ subject: '/chroot', decision: 'CONDITIONAL', summary: 'unmount', changes: [] }],
        },
      ],
    },
    { hostId: 'b', kind: 'OBSERVE', steps: [] },
  ],
};

test('findings that were there before are neither introduced nor gone', () => {
  const { introduced, gone } = findingsChanged(plan);
  expect(introduced.map(({ rule }) => rule.id)).toEqual(['R-2']);
  expect(gone.map(({ subjectName }) => subjectName)).toEqual(['node2']);
});

test('what an edit makes worse is told as it was and as it will be', () => {
  const before = finding('R-1', 'node1');
  for (const worse of [{ severity: 'ERROR' }, { message: '3 service addresses are declared.' }] as const) {
    const edited = { ...before, ...worse };
    const changed = findingsChanged({ findings: [edited], findingsBefore: [before] });
    expect(changed).toEqual({ introduced: [edited], gone: [before] });
  }
});

test('one finding more of a kind that was there is introduced, one less is gone', () => {
  const one = finding('R-1', 'node1');
  expect(findingsChanged({ findings: [one, one], findingsBefore: [one] })).toEqual({ introduced: [one], gone: [] });
  expect(findingsChanged({ findings: [one], findingsBefore: [one, one] })).toEqual({ introduced: [], gone: [one] });
});

test('a plan is told host by host, with what is written as a diff and without what stays', () => {
  expect(planInWords(plan, new Map([['a', 'node1']])).split('\n')).toEqual([
    'introduced: R-2 warning node1: R-2 says.',
    'gone: R-1 unknown node2: R-1 says.',
    'node1:',
    '  + web.server nginx: start nginx [may interrupt a service]',
    '      --- /etc/x',
    '      +++ /etc/x',
    '      +hello',
    '      run systemctl restart nginx',
    '  - storage.mount /chroot: unmount (conditional)',
    'b: look at it',
    '2 changes on 1 host',
  ]);
});

test('the same lines on another host are counted there', () => {
  const file = ['--- /etc/x', '+++ /etc/x', '@@ -0,0 +1,9 @@', ...Array.from({ length: 9 }, () => '+hello')].join('\n');
  const units = [
    {
      ...{ subject: 'nginx', decision: 'CHANGE', summary: 'start nginx' },
      changes: [{ description: 'write /etc/x', diff: file }],
    },
  ];
  const steps = [{ kind: 'web.server', direction: 'MAKE', disruptive: true, units }];
  const tasks = ['a', 'b'].map((hostId) => ({ hostId, kind: 'STEPS', steps }));
  const told = planInWords({ ...plan, tasks }, new Map([['a', 'node1']])).split('\n');
  expect(told.filter((line) => line === '      +hello')).toHaveLength(9);
  expect(told.slice(-2)).toEqual([
    '      … 9 lines added, the same as in /etc/x on node1 above',
    '2 changes on 2 hosts',
  ]);
});

test('what is tried is told as that, and is no change', () => {
  const units = [{ subject: 'TRIAL_MOUNT', decision: 'TRIAL', summary: 'mounts it once more', changes: [] }];
  const steps = [{ kind: 'proof.trial-mount', direction: 'MAKE', disruptive: false, units }];
  const proof = { ...plan, findings: [], findingsBefore: [], tasks: [{ hostId: 'a', kind: 'PROOF', steps }] };
  expect(planInWords(proof, new Map([['a', 'node1']])).split('\n')).toEqual([
    'node1: try it',
    '  ? TRIAL_MOUNT: mounts it once more',
  ]);
});

test('what is in the way is told last, with its host', () => {
  const summary = '192.0.2.80 is already used on the segment (52:54:00:12:34:56 answers for it)';
  const units = [{ subject: '192.0.2.80', decision: 'CONFLICT', summary, changes: [] }];
  const steps = [{ kind: 'network.address', direction: 'MAKE', disruptive: true, units }];
  const inTheWay = { ...plan, tasks: [{ hostId: 'a', kind: 'STEPS', steps }, ...plan.tasks] };
  expect(
    planInWords(inTheWay, new Map([['a', 'node1']]))
      .split('\n')
      .slice(-2),
  ).toEqual(['3 changes on 1 host', `in the way on node1: network.address 192.0.2.80: ${summary}`]);
});
