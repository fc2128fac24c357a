import { tellOthers, tellVerdict } from '../../../src/events/tell-verdict.js';
import { toGlobalId } from '../../../src/domain/ids.js';

const hostId = '01900000-0000-7000-8000-000000000001';
const answer = { exitCode: 0, stdout: 'x'.repeat(5_000), stderr: '' };
const seen = { hostId, probeId: 'storage.mounts', answer, observedAt: '2026-11-25T10:15:30.000Z' };
const remedy = { title: 'Declare it', mutation: 'createCluster', input: { name: 'shop' }, command: null, hostId: null };

describe('tellVerdict', () => {
  it('tells what it rests on and what to do, by global ids', () => {
    const { evidence, remedies } = tellVerdict([seen], [remedy, { ...remedy, hostId }]);
    expect(evidence).toEqual([
      {
        ...{ hostId: toGlobalId('Host', hostId), probe: 'storage.mounts', exitCode: 0, output: 'x'.repeat(1_000) },
        observedAt: '2026-11-25T10:15:30.000Z',
      },
    ]);
    expect(remedies).toEqual([remedy, { ...remedy, hostId: toGlobalId('Host', hostId) }]);
  });

  it('stays small, however many hosts a cluster has', () => {
    const members = Array.from({ length: 1_000 }, () => ({ hostId, role: 'NODE' }));
    const long = { ...remedy, input: { name: 'shop', members } };
    const told = tellVerdict(Array(50).fill(seen), Array(50).fill(long));
    expect(told.remedies[0]).toEqual({ ...long, input: null });
    expect(JSON.stringify(told).length).toBeLessThan(10_000);
  });
});

test('what failed besides is told with the code of its rule, and without what fills the message where that is long', () => {
  const verdict = { ruleId: 'R-NODE-2', messageCode: 'NOT_MOUNTED', parameters: { host: 'web-1' } };
  const one = { hostId, stepId: null, ...verdict, message: 'web-1 does not mount it', remedies: [] };
  const many = { ...one, parameters: { host: 'w'.repeat(500) } };
  const said = { rule: 'R-NODE-2', messageCode: 'NOT_MOUNTED' };
  expect(tellOthers({ others: [one, many], untold: 1 })).toMatchObject({
    others: [
      { ...said, parameters: { host: 'web-1' } },
      { ...said, parameters: null },
    ],
    untold: 1,
  });
});
