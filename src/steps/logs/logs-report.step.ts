import { z } from 'zod';
import { webServers } from '../../domain/spec.js';
import { logStamp } from '../../probes/logs/log-stamp.js';
import { unitState } from '../../probes/system/unit-state.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { hostStep } from '../step.js';
import { enable, syncUnits, systemctl } from '../systemctl.js';
import { webServer } from '../web/web-server.step.js';
import { logReports, reportUnits } from './log-report.js';

const input = z.strictObject({ host: z.uuid(), server: z.enum(webServers), report: z.enum(logReports) });

function removeStamp(path: string): Change {
  return { do: 'run', argv: ['rm', '-f', path] };
}

/**
 * Has a host with a web server write beside its logs that they are fresh, and what each account sent. Counting is the host's own
 * work: the manager reads figures only, however long the logs of however many nodes are.
 */
export const logsReport = hostStep({
  kind: 'logs.report',
  version: 1,
  phase: 'SERVICES',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const server = spec.core.webServer;
    if (server === null) return [];
    return webServer
      .demandedBy(spec)
      .flatMap(({ hostId }) => logReports.map((report) => ({ hostId, input: { host: hostId, server, report } })));
  },
  key: ({ report }) => report,
  needs: ({ host, server }) => [{ hostId: host, kind: 'web.server', key: server.toLowerCase() }],
  probes: ({ host, report }) => {
    const { path, service, serviceFile, timer } = reportUnits(host, report);
    return [logStamp(path), serviceFile.probe, unitState(service), ...timer.probes];
  },
  writes: ({ host, report }) => {
    const { path, service, serviceFile, timer } = reportUnits(host, report);
    return [logStamp(path), serviceFile.probe, unitState(service), ...timer.probes];
  },
  settleSeconds: 20,
  decide: ({ host, report }, facts) => {
    const { path, mostSeconds, service, serviceFile, timer } = reportUnits(host, report);
    const seen = facts.read(serviceFile.probe);
    const foreign = serviceFile.isForeign(seen) ? serviceFile : timer.isForeign(facts) ? timer.file : undefined;
    if (foreign !== undefined) return conflict(`${foreign.path} belongs to somebody else`, 'it lacks our mark');
    const stamp = facts.read(logStamp(path));
    const isFresh = stamp.is === 'stamped' && stamp.host === host && stamp.ageSeconds <= mostSeconds;
    const isSet = serviceFile.isRight(seen) && !facts.read(unitState(service)).needsReload && timer.isRight(facts);
    if (isSet && isFresh) return done(`${path} is fresh`);
    // The file is there before the timer runs, so that a run that is cut never leaves it to the clock whether it is.
    return change(`keep ${path} fresh`, [
      ...serviceFile.write(seen),
      ...timer.file.write(facts.read(timer.file.probe)),
      systemctl('daemon-reload'),
      systemctl('start', service),
      enable(timer.name),
      systemctl('restart', timer.name),
      syncUnits(),
    ]);
  },
  remove: ({ host, report }, facts) => {
    const { path, service, serviceFile, timer } = reportUnits(host, report);
    const timerRemoval = timer.remove(facts);
    const fileRemoval = serviceFile.remove(facts.read(serviceFile.probe));
    const stamp = facts.read(logStamp(path));
    const leftover = stamp.is === 'stamped' && stamp.host === host;
    if (timerRemoval.length === 0 && fileRemoval.length === 0 && !leftover) return done(`${path} is not ours`);
    return change(`remove ${path}`, [
      ...timerRemoval,
      ...(fileRemoval.length === 0 ? [] : [systemctl('stop', service), ...fileRemoval, systemctl('daemon-reload')]),
      ...(leftover ? [removeStamp(path)] : []),
    ]);
  },
});
