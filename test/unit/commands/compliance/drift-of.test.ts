import { driftOf, driftingKinds, type MadeStep } from '../../../../src/commands/compliance/drift-of.js';
import { stepsFor } from '../../../../src/plan/steps-for.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { managerId, publicCluster } from '../../rules/clusters.js';
import { HostFacts, observedAt } from '../../rules/host-facts.js';

const spec = publicCluster();
const asMade: readonly MadeStep[] = stepsFor(spec, driftingKinds).map(({ hostId, unit }) => ({
  ...{ hostId, kind: unit.kind, key: unit.key, version: unit.version, input: unit.input },
}));
const folder = asMade.filter(
  ({ hostId, kind, key }) => hostId === managerId && kind === 'storage.directory' && key === '/chroot',
);
const told = (
  made: readonly MadeStep[],
  facts = new HostFacts(),
  isDegraded = false,
): ReturnType<ReturnType<typeof driftOf>> => driftOf(spec, made, facts.at(observedAt), isDegraded)(managerId);
const folderIs = (said: string): HostFacts =>
  new HostFacts().answer(managerId, mounts(), '').answer(managerId, directoryAt('/chroot'), said);

describe('what steps that were made decide again', () => {
  it('is not known of what no look has asked', () => {
    expect(folder).toHaveLength(1);
    expect(told(folder)).toEqual({ drifted: [], decided: 0, made: 1, notMade: [] });
  });

  it('is nothing where it is as it was made', () => {
    expect(told(folder, folderIs('directory 755 0 0\n'))).toEqual({ drifted: [], decided: 1, made: 1, notMade: [] });
  });

  it('is what they would do where it is not, by what the host said', () => {
    expect(told(folder, folderIs('directory 700 0 0\n'))).toMatchObject({
      drifted: [
        {
          ...{ kind: 'storage.directory', key: '/chroot', is: 'CHANGE' },
          evidence: expect.arrayContaining([
            expect.objectContaining({ hostId: managerId, probeId: directoryAt('/chroot').id }),
          ]),
        },
      ],
      ...{ decided: 1, made: 1 },
    });
  });

  it('is left out of what is still to be made otherwise, or was made by an older version of its step', () => {
    const facts = folderIs('directory 700 0 0\n');
    const nothing = { drifted: [], decided: 0, made: 0, notMade: [] };
    expect(
      told(
        folder.map((row) => ({ ...row, input: { path: '/other' } })),
        facts,
      ),
    ).toEqual(nothing);
    expect(
      told(
        folder.map((row) => ({ ...row, version: row.version - 1 })),
        facts,
      ),
    ).toEqual(nothing);
    expect(told([], facts)).toEqual(nothing);
  });

  it('is told as not made only of a cluster that an operation left something undone in', () => {
    const others = asMade.filter((row) => !folder.includes(row));
    const older = folder.map((row) => ({ ...row, version: row.version - 1 }));
    const owed = [{ kind: 'storage.directory', key: '/chroot' }];
    expect(told(others, new HostFacts(), true).notMade).toEqual(owed);
    expect(told([...others, ...older], new HostFacts(), true).notMade).toEqual(owed);
    expect(told(others).notMade).toEqual([]);
    expect(told(asMade, new HostFacts(), true).notMade).toEqual([]);
  });

  it('is not asked of what every account has', () => {
    expect(asMade.map(({ kind }) => kind).filter((kind) => /^account\.|^web\.virtual-host$/.test(kind))).toEqual([]);
    expect(stepsFor(spec).map(({ unit }) => unit.kind)).toContain('account.unix');
  });
});
