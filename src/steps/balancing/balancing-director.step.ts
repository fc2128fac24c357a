import { z } from 'zod';
import { managedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf } from '../../domain/members.js';
import { ipAddress, schedulers } from '../../domain/spec.js';
import { directorUnit as unit } from '../../probes/balancing/director-unit.js';
import { virtualServices, type VirtualService } from '../../probes/balancing/virtual-services.js';
import { unitState } from '../../probes/system/unit-state.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import { change, conflict, done, type Decision } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { carriesOurMark } from '../own-mark.js';
import { hostStep, type Facts } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';
import { directorConfig, type DirectedService } from './director-config.js';
import { fileAt } from '../../probes/system/file-at.js';

const service = z.strictObject({
  address: ipAddress,
  port: z.int().min(1).max(65_535),
  scheduler: z.enum(schedulers),
  persistenceSeconds: z.int().min(0).max(86_400),
  targets: z.array(z.strictObject({ hostId: z.uuid(), address: ipAddress, weight: z.int().min(0).max(100) })),
});
const input = z.strictObject({ host: z.uuid(), services: z.array(service).min(1) });
type Input = z.infer<typeof input>;

const path = '/etc/keepalived/keepalived.conf';

function configFile({ services }: Input, facts: Facts): OwnedFile {
  const seen = facts.read(fileAt(path));
  const { enabled, active } = facts.read(unitState(unit));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = {
    enabled: noted?.get('enabled') ?? String(enabled),
    active: noted?.get('active') ?? String(active),
  };
  return ownedFile(path, `${beforeNote(before)}\n${directorConfig(services)}`);
}

/** The kernel balances it as wanted; hosts that do not answer now are left out by the health check. */
function isBalanced(wanted: DirectedService, table: readonly VirtualService[]): boolean {
  const found = table.find(({ address, port }) => address === wanted.address && port === wanted.port);
  if (found?.scheduler !== wanted.scheduler.toLowerCase()) return false;
  return (
    found.persistenceSeconds === wanted.persistenceSeconds &&
    found.realServers.every(
      (server) =>
        server.direct &&
        server.port === wanted.port &&
        wanted.targets.some(({ address, weight }) => address === server.address && weight === server.weight),
    )
  );
}

function decide(wanted: Input, facts: Facts): Decision {
  const file = configFile(wanted, facts);
  const seen = facts.read(file.probe);
  if (file.isForeign(seen)) return conflict(`${path} belongs to somebody else`, 'it lacks our mark');
  const { enabled, active, needsReload } = facts.read(unitState(unit));
  const table = facts.read(virtualServices());
  const balanced = wanted.services.every((one) => isBalanced(one, table));
  const written = file.isRight(seen);
  const names = wanted.services.map(({ address, port }) => `${address} port ${port}`).join(', ');
  if (written && enabled && active && !needsReload && balanced) return done(`${names} balanced`);
  // What runs by our file and does not balance as it says was changed behind its back; a reload would see no difference.
  const apply = written || !active ? systemctl('restart', unit) : systemctl('reload', unit);
  return change(`balance ${names}`, [
    ...file.write(seen),
    ...(needsReload ? [systemctl('daemon-reload')] : []),
    enable(unit),
    apply,
    syncUnits(),
  ]);
}

/** Spreads connections to service addresses over the hosts, by the manager's kernel; `keepalived` takes out who is down. */
export const balancingDirector = hostStep({
  kind: 'balancing.director',
  version: 1,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: ({ core }) => {
    const manager = managerOf(core);
    const services = managedServices(core).map(({ service: declared }) => ({
      address: canonicalAddress(declared.address),
      port: declared.port,
      scheduler: declared.scheduler,
      persistenceSeconds: declared.persistenceSeconds,
      targets: [...targetsOf(core, declared)],
    }));
    if (manager === undefined || services.length === 0) return [];
    const { hostId } = manager.member;
    return [{ hostId, input: { host: hostId, services } }];
  },
  key: () => 'services',
  needs: ({ host, services }) => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: host, kind: 'balancing.connections', key: 'reuse' },
    ...[...new Set(services.map(({ address }) => address))].map((address) => ({
      hostId: host,
      kind: 'network.address',
      key: address,
    })),
    // What is forwarded to a node that does not hold the address falls silent there, and the health check would not see it.
    ...services.flatMap(({ address, targets }) =>
      targets
        .filter(({ hostId }) => hostId !== host)
        .map(({ hostId }) => ({ hostId, kind: 'network.service-loopback', key: address })),
    ),
  ],
  probes: () => [virtualServices(), unitState(unit), fileAt(path)],
  writes: () => [virtualServices(), unitState(unit), fileAt(path)],
  settleSeconds: 20,
  decide,
  remove: (wanted, facts, { firstLook }) => {
    const file = configFile(wanted, facts);
    const seen = facts.read(file.probe);
    const removal = file.remove(seen);
    if (removal.length === 0 || seen.is !== 'file') return done('nothing is balanced by us');
    const first = firstReading(firstLook, unitState(unit));
    const before = valuesBefore(
      seen.content,
      firstLook,
      file.probe,
      first && { enabled: first.enabled, active: first.active },
    );
    const stops = before?.get('active') === 'false';
    // The file says how the unit was, so that it goes last: a run that is cut before that does all of it again.
    return change('stop balancing', [
      ...(before?.get('enabled') === 'false' ? [disable(unit)] : []),
      ...(stops ? [systemctl('stop', unit)] : []),
      ...removal,
      ...(stops ? [] : [systemctl('restart', unit)]),
    ]);
  },
});
