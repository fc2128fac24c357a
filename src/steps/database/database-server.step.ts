import { z } from 'zod';
import { localDatabaseOf, localDatabasePort } from '../../domain/local-database.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { ipAddress } from '../../domain/spec.js';
import { ownLogins } from '../../probes/database/own-logins.js';
import { addressesListening, tcpListeners } from '../../probes/network/tcp-listeners.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import { valuesBefore } from '../before-note.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { hostStep } from '../step.js';
import { disable, enable, syncUnits, systemctl } from '../systemctl.js';
import { dropInPath, serverFiles, serverUnit, settingsPath } from './server-files.js';

const input = z.strictObject({ host: z.uuid(), address: ipAddress });

const loopback = '127.0.0.1';
const looks = [fileAt(settingsPath), fileAt(dropInPath), unitState(serverUnit), tcpListeners()];

/**
 * The manager's own MariaDB, which listens to the host itself and at the quorum address, and nowhere else. What its owner set
 * otherwise stays as it is, and so do its data.
 */
export const databaseServer = hostStep({
  kind: 'database.server',
  version: 1,
  phase: 'DATABASE',
  set: false,
  data: false,
  disruptive: true,
  input,
  demands: (spec) => {
    const server = localDatabaseOf(spec);
    if (server?.reachedThrough == null) return [];
    const host = server.reachedThrough;
    return [{ hostId: host, input: { host, address: canonicalAddress(server.address) } }];
  },
  key: () => 'local',
  needs: ({ host, address }) => [
    { hostId: host, kind: 'packages.installed', key: 'cluster' },
    { hostId: host, kind: 'network.address', key: address },
  ],
  probes: () => looks,
  // Logins can be asked for only once the server runs.
  writes: () => [...looks, ownLogins()],
  settleSeconds: 60,
  decide: ({ address }, facts) => {
    const unit = facts.read(unitState(serverUnit));
    const { settings, dropIn } = serverFiles(address, facts, unit);
    const files = [settings, dropIn];
    const foreign = files.find((file) => file.isForeign(facts.read(file.probe)));
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const wanted = [loopback, address].sort();
    const found = addressesListening(facts.read(tcpListeners()), localDatabasePort);
    const listens = found.length === wanted.length && wanted.every((one) => found.includes(one));
    const written = files.every((file) => file.isRight(facts.read(file.probe)));
    if (written && unit.enabled && unit.active && !unit.needsReload && listens) {
      return done(`MariaDB listens at ${wanted.join(' and ')}`);
    }
    return change(`have MariaDB listen at ${wanted.join(' and ')}`, [
      ...files.flatMap((file) => file.write(facts.read(file.probe))),
      systemctl('daemon-reload'),
      enable(serverUnit),
      systemctl('restart', serverUnit),
      syncUnits(),
    ]);
  },
  remove: ({ address }, facts, { firstLook }) => {
    const unit = unitState(serverUnit);
    const { withoutEffect, lastRemoval, dropIn } = serverFiles(address, facts, facts.read(unit));
    const seen = facts.read(withoutEffect.probe);
    if (seen.is !== 'file' || withoutEffect.isForeign(seen)) return done('MariaDB is not run by us');
    const first = firstReading(firstLook, unit);
    const before = valuesBefore(
      seen.content,
      firstLook,
      withoutEffect.probe,
      first && { enabled: first.enabled, active: first.active },
    );
    // The settings lose their effect before they go: a run that is cut behind the restart finds them, and goes on.
    return change('leave MariaDB as it was', [
      ...withoutEffect.write(seen),
      ...dropIn.remove(facts.read(dropIn.probe)),
      systemctl('daemon-reload'),
      ...(before?.get('enabled') === 'false' ? [disable(serverUnit)] : []),
      systemctl(before?.get('active') === 'false' ? 'stop' : 'restart', serverUnit),
      lastRemoval,
    ]);
  },
});
