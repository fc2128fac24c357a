import { z } from 'zod';
import {
  driftOf,
  driftingKinds,
  driftingKindsOf,
  type MadeStep,
} from '../../../../src/commands/compliance/drift-of.js';
import { stepsFor } from '../../../../src/plan/steps-for.js';
import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { backgroundUnit } from '../../../../src/probes/system/background-unit.js';
import { installedPackages } from '../../../../src/probes/packages/installed-packages.js';
import { packageLocks } from '../../../../src/probes/packages/package-locks.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { managerId, node2Id, publicCluster } from '../../rules/clusters.js';
import { HostFacts, observedAt } from '../../rules/host-facts.js';

/** As systemctl shows a unit that is not there, and the uptime of its host. */
const noUnit = 'ActiveState=inactive\nInactiveEnterTimestampMonotonic=0\n5000\n';

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
): ReturnType<ReturnType<typeof driftOf>['drift']> =>
  driftOf(spec, made, facts.at(observedAt), isDegraded).drift(managerId);
const folderIs = (said: string): HostFacts =>
  new HostFacts().answer(managerId, mounts(), '').answer(managerId, directoryAt('/chroot'), said);

describe('what steps that were made decide again', () => {
  it('is not known of what no look has asked', () => {
    expect(folder).toHaveLength(1);
    expect(told(folder)).toEqual({ drifted: [], decided: 0, made: 1, notMade: [], notRemoved: [] });
  });

  it('is nothing where it is as it was made', () => {
    expect(told(folder, folderIs('directory 755 0 0\n'))).toEqual({
      drifted: [],
      decided: 1,
      made: 1,
      notMade: [],
      notRemoved: [],
    });
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

  it('is what waits for a package lock of somebody else, with who holds it', () => {
    const installed = asMade.filter(({ hostId, kind }) => hostId === managerId && kind === 'packages.installed');
    const { packages } = z.object({ packages: z.array(z.string()) }).parse(installed[0]?.input);
    const lookedAt = (locks: string, has: readonly string[]): HostFacts =>
      new HostFacts()
        .answer(managerId, installedPackages(packages), has.map((name) => `${name} installed 1.0\n`).join(''))
        .answer(managerId, backgroundUnit('hostwright-packages-cluster.service'), noUnit)
        .answer(managerId, packageLocks(), locks);
    const held = 'readable\n/var/lib/dpkg/lock-frontend 6554 1795814221 /user.slice unattended-upgr\n';
    expect(told(installed, lookedAt(held, packages.slice(1)))).toMatchObject({
      drifted: [
        {
          ...{ kind: 'packages.installed', key: 'cluster', is: 'CHANGE' },
          summary: expect.stringContaining("dpkg's lock is held by unattended-upgr (process 6554)"),
        },
      ],
      ...{ decided: 1, made: 1 },
    });
    expect(told(installed, lookedAt(held, packages))).toMatchObject({ drifted: [], decided: 1 });
    // What is installed for us at that moment may be right after it.
    const installing = lookedAt('readable\n', packages.slice(1)).answer(
      managerId,
      backgroundUnit('hostwright-packages-cluster.service'),
      noUnit.replace('inactive', 'active'),
    );
    expect(told(installed, installing)).toMatchObject({ drifted: [], decided: 0, made: 1 });
  });

  it('is left out of what is still to be made otherwise, or was made by an older version of its step', () => {
    const facts = folderIs('directory 700 0 0\n');
    const nothing = { drifted: [], decided: 0, made: 0, notMade: [], notRemoved: [] };
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
    const begun = folder.map((row) => ({ ...row, version: 0 }));
    const ofAnotherRelease = folder.map((row) => ({ ...row, version: row.version + 1 }));
    const owed = [{ kind: 'storage.directory', key: '/chroot' }];
    expect(told(others, new HostFacts(), true).notMade).toEqual(owed);
    const otherwise = folder.map((row) => ({ ...row, input: { path: '/other' } }));
    expect(told([...others, ...otherwise], new HostFacts(), true).notMade).toEqual(owed);
    expect(told([...others, ...begun], new HostFacts(), true).notMade).toEqual(owed);
    // That a release makes it otherwise than the one before is nothing that an operation left undone.
    expect(told([...others, ...ofAnotherRelease], new HostFacts(), true).notMade).toEqual([]);
    expect(told(others).notMade).toEqual([]);
    expect(told(asMade, new HostFacts(), true).notMade).toEqual([]);
  });

  it('is told as not removed of what the value has no more, of such a cluster only', () => {
    const gone = { ...folder[0], hostId: managerId, kind: 'storage.directory', key: '/old', version: 1, input: {} };
    const left = [{ kind: 'storage.directory', key: '/old' }];
    expect(told([...asMade, gone], new HostFacts(), true)).toMatchObject({ notMade: [], notRemoved: left });
    expect(told([...asMade, gone]).notRemoved).toEqual([]);
    expect(told(asMade, new HostFacts(), true).notRemoved).toEqual([]);
  });

  it('is told with the hosts that are no members any more and have something of it', () => {
    const without = publicCluster((edited) => {
      edited.core.members = edited.core.members.filter(({ hostId }) => hostId !== node2Id);
    });
    const left = (isDegraded: boolean): readonly string[] =>
      driftOf(without, asMade, new HostFacts().at(observedAt), isDegraded).leftHosts;
    expect(asMade.map(({ hostId }) => hostId)).toContain(node2Id);
    expect(left(true)).toEqual([node2Id]);
    expect(left(false)).toEqual([]);
    expect(driftOf(spec, asMade, new HostFacts().at(observedAt), true).leftHosts).toEqual([]);
  });

  it('names the host that a step is about', () => {
    const logs = publicCluster((edited) => {
      edited.core.webServer = 'NGINX';
    });
    const { notMade } = driftOf(logs, [], new HostFacts().at(observedAt), true).drift(managerId);
    const mounted = notMade.flatMap(({ kind, key }) => (kind === 'logs.mount' ? [key] : []));
    expect(mounted).toEqual(['node1', 'node2']);
  });

  it('is asked of service addresses on nodes where there are a few', () => {
    const kinds = (made: typeof spec): readonly string[] => driftingKindsOf(made).map(({ kind }) => kind);
    expect(kinds(spec)).toContain('network.service-loopback');
    const many = publicCluster((edited) => {
      const [manager] = edited.core.members;
      const last = manager?.addresses.at(-1);
      for (let at = 101; last !== undefined && at < 112; at += 1) {
        manager?.addresses.push({ ...last, purpose: 'SERVICE', address: `9.9.9.${at}` });
      }
    });
    expect(kinds(many)).not.toContain('network.service-loopback');
    expect(kinds(many)).toContain('storage.directory');
  });

  it('is not asked of what every account has', () => {
    expect(asMade.map(({ kind }) => kind).filter((kind) => /^account\.|^web\.virtual-host$/.test(kind))).toEqual([]);
    expect(stepsFor(spec).map(({ unit }) => unit.kind)).toContain('account.unix');
  });
});
