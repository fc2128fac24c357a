import { logStamp } from '../../../../src/probes/logs/log-stamp.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { unitState } from '../../../../src/probes/system/unit-state.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { reportUnits } from '../../../../src/steps/logs/log-report.js';
import { logsReport } from '../../../../src/steps/logs/logs-report.step.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';
import { webServerStep } from '../../../lab-tests/steps/web-server-step.js';
import { managerId, node1Id, node2Id, publicCluster, withSite } from '../../rules/clusters.js';
import {
  absentFile,
  absentUnit,
  decide,
  HostLook,
  remove,
  run,
  sha256,
  shownFile,
  shownUnit,
  stopped,
  theirFile,
  write,
} from '../host-look.js';

const idle = shownUnit({ active: false, enabled: false });

describe.each(['canary', 'usage'] as const)('logs.report of the %s', (report) => {
  const unit = logsReport.typed({ host: managerId, server: 'NGINX', report });
  const path = `/var/log/hostwright/web/${report}`;
  const service = `hostwright-log-${report}.service`;
  const timer = `hostwright-log-${report}.timer`;
  const servicePath = `/etc/systemd/system/${service}`;
  const timerPath = `/etc/systemd/system/${timer}`;
  const units = reportUnits(managerId, report);
  const contentOf = (decided: readonly unknown[], index: number): string => {
    const one = decided[index];
    if (typeof one !== 'object' || one === null || !('content' in one)) throw new Error('no file is written');
    return String(one.content);
  };
  const serviceContent = contentOf(units.serviceFile.write({ is: 'absent' }), 0);
  const timerContent = contentOf(units.timer.file.write({ is: 'absent' }), 0);
  const fresh = `1764100060 ${report} 1764100000 ${managerId} 2025-11\n`;
  const untouched = new HostLook()
    .with(logStamp(path), 'absent\n')
    .with(fileAt(servicePath), absentFile)
    .with(unitState(service), absentUnit)
    .with(fileAt(timerPath), absentFile)
    .with(unitState(timer), absentUnit);
  const right = untouched
    .with(logStamp(path), fresh)
    .with(fileAt(servicePath), shownFile(serviceContent))
    .with(unitState(service), idle)
    .with(fileAt(timerPath), shownFile(timerContent))
    .with(unitState(timer), shownUnit());
  const summary = `keep ${path} fresh`;
  const applied = [
    run('systemctl', 'daemon-reload'),
    run('systemctl', 'start', service),
    run('systemctl', 'enable', '--no-reload', timer),
    run('systemctl', 'restart', timer),
    run('sync', '-f', '/etc/systemd/system'),
  ];

  it('is demanded of every host with a web server', () => {
    const demanded = logsReport.demandedBy(publicCluster(withSite('NGINX', null)));
    expect(demanded.filter(({ unit: { key } }) => key === report).map(({ hostId }) => hostId)).toEqual([
      managerId,
      node1Id,
      node2Id,
    ]);
    expect(logsReport.demandedBy(publicCluster())).toEqual([]);
  });

  it('is done where the file is fresh and a timer keeps it so', () => {
    expect(decide(unit, right)).toEqual(done(`${path} is fresh`));
  });

  it('writes the units, and the file before the timer runs', () => {
    expect(decide(unit, untouched)).toEqual(
      change(summary, [write(servicePath, serviceContent, null), write(timerPath, timerContent, null), ...applied]),
    );
  });

  it.each([
    ['is gone', 'absent\n'],
    ['is away', 'unreadable\n'],
    ['is something else', '1764100060 nonsense\n'],
    ['is of another host', `1764100060 ${report} 1764100000 ${node1Id}\n`],
    ['is old', `1764109999 ${report} 1764100000 ${managerId}\n`],
  ])('mends a file that %s', (_, said) => {
    expect(decide(unit, right.with(logStamp(path), said))).toEqual(change(summary, applied));
  });

  it.each([
    ['is stopped', right.with(unitState(timer), shownUnit({ active: false }))],
    ['does not start at a boot', right.with(unitState(timer), shownUnit({ enabled: false }))],
    ['was changed under systemd', right.with(unitState(timer), shownUnit({ reload: true }))],
    [
      'starts what was changed under systemd',
      right.with(unitState(service), shownUnit({ active: false, enabled: false, reload: true })),
    ],
  ])('mends a timer that %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, applied));
  });

  it.each([servicePath, timerPath])('is in conflict where %s is of somebody else', (file) => {
    expect(decide(unit, right.with(fileAt(file), theirFile))).toEqual(
      conflict(`${file} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  const serviceGone = stopped(service, serviceContent).map((one) =>
    one.do === 'run' && one.argv[1] === 'disable' ? run('systemctl', 'stop', service) : one,
  );

  it('removes the timer first, then what it starts, then the file', () => {
    expect(remove(unit, right)).toEqual(
      change(`remove ${path}`, [...stopped(timer, timerContent), ...serviceGone, run('rm', '-f', path)]),
    );
    expect(sha256(serviceContent)).not.toBe(sha256(timerContent));
  });

  it('goes on where a removal was cut', () => {
    expect(remove(unit, untouched.with(logStamp(path), fresh))).toEqual(
      change(`remove ${path}`, [run('rm', '-f', path)]),
    );
    expect(remove(unit, untouched.with(fileAt(servicePath), shownFile(serviceContent)))).toEqual(
      change(`remove ${path}`, serviceGone),
    );
  });

  it('has nothing to remove where nothing is ours', () => {
    const theirs = untouched.with(logStamp(path), `1764100060 ${report} 1764100000 ${node1Id}\n`);
    for (const look of [untouched, theirs]) expect(remove(unit, look)).toEqual(done(`${path} is not ours`));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const host = cluster.hostId('node2');
  const path = '/var/log/hostwright/web/canary';
  const timer = 'hostwright-log-canary.timer';
  const files = ['timer', 'service'].map((kind) => `/etc/systemd/system/hostwright-log-canary.${kind}`);
  const input = { host, server: 'NGINX', report: 'canary' };
  return {
    kind: 'logs.report',
    host: 'node2',
    input,
    otherInput: { ...input, host: cluster.hostId('node1') },
    byHand: 'mkdir -p /var/log/hostwright/web',
    before: [webServerStep(cluster, 'node2')],
    breakages: [
      { what: 'its timer is stopped', script: `systemctl stop ${timer}`, says: 'CHANGED' },
      { what: 'its timer is disabled', script: `systemctl disable ${timer}`, says: 'CHANGED' },
      // A timer that runs might write it before anybody looks.
      { what: 'it is deleted', script: `systemctl stop ${timer} && rm ${path}`, says: 'CHANGED' },
      {
        what: 'it is old',
        script: `systemctl stop ${timer} && echo 'canary 1000000000 ${host}' >${path}`,
        says: 'CHANGED',
      },
      ...files.flatMap((file) => [
        { what: `${file} is edited`, script: `echo '# x' >>${file}`, says: 'CHANGED' as const },
        { what: `${file} is deleted`, script: `rm ${file}`, says: 'CHANGED' as const },
        { what: `${file} was changed under systemd`, script: `touch ${file}`, says: 'CHANGED' as const },
        { what: `${file} is of somebody else`, ...ofSomebodyElse(file) },
      ]),
    ],
  };
}
