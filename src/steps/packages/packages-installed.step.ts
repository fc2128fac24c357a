import { z } from 'zod';
import { managedServices } from '../../domain/balanced-services.js';
import { logSharesOf } from '../../domain/log-shares.js';
import { membersWithRole } from '../../domain/members.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { installedPackages } from '../../probes/packages/installed-packages.js';
import { packageLocks } from '../../probes/packages/package-locks.js';
import { backgroundUnit } from '../../probes/system/background-unit.js';
import type { Change } from '../change.js';
import { change, conflict, done, wait } from '../decision.js';
import { hostStep } from '../step.js';
import { essentialWords } from './essential-words.js';
import { gotNoLock, lockAwaited, lockHolder } from './lock-holder.js';

const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/);
const input = z.strictObject({
  /** What they are for; another purpose is another step. */
  purpose: z.string().regex(/^[a-z-]+$/),
  packages: z.array(packageName).min(1),
});

/** Debian's names of what a role needs before anything else is set up on it. */
const packagesOf = {
  MANAGER: ['nfs-common', 'iputils-arping'],
  NODE: ['nfs-common'],
  FILE_SERVER: ['nfs-kernel-server', 'nfs-common', 'quota'],
} as const;

/** Of a manager that holds user storage itself, the first, as it always was; and of a node that shares its logs. */
const exporterPackages = ['nfs-kernel-server'] as const;

/** Of a manager that sets quotas. */
const quotaPackages = ['quota'] as const;

/** Of what balances on the manager. */
const balancerPackages = ['keepalived', 'ipvsadm'] as const;
/** Of the manager's own database server. */
const databasePackages = ['mariadb-server'] as const;

/** Of what serves the accounts' sites, on manager and nodes. */
const webServerPackages = { APACHE: ['apache2', 'logrotate'], NGINX: ['nginx', 'logrotate'] } as const;

const longestSeconds = 900;
/** As unattended upgrades take; less than what an operation has for all it does, so that the failure names who holds the lock. */
const longestLockedSeconds = 1_500;
/** A failure older than this belongs to an earlier attempt; the next one starts anew. */
const freshFailureSeconds = 10;

/**
 * Constant: the packages come as arguments. Lists may be old, so they are fetched first; where that fails, the old ones have to do.
 * Nothing is removed for them: a host may have something else in their place, as another database server.
 */
export const installScript = `apt-get -q update
exec apt-get -q -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef \\
  -o Dpkg::Options::=--force-confold install -- "$@"`;

/** For whoever reads of a wait beside the name of the host. */
const letItEnd = 'wait for that, or end it on this host';

function unitOf(purpose: string): string {
  return `hostwright-packages-${purpose}.service`;
}

/**
 * Installs Debian packages as a unit of the host's own, which goes on when the connection or the worker ends. Removal leaves
 * them: whoever else uses a package by then cannot be known.
 */
export const packagesInstalled = hostStep({
  kind: 'packages.installed',
  version: 1,
  phase: 'PREPARE',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const sharing = new Set(logSharesOf(spec).map(({ node }) => node.member.hostId));
    return (['MANAGER', 'NODE', 'FILE_SERVER'] as const).flatMap((role) =>
      membersWithRole(spec.core, role).map(({ member }) => ({
        hostId: member.hostId,
        input: {
          purpose: 'cluster',
          packages: [
            ...(role === 'MANAGER' && spec.core.userStorage.mode === 'MANAGER_LOCAL' ? exporterPackages : []),
            ...packagesOf[role],
            ...(role === 'MANAGER' && quotasWanted(spec) ? quotaPackages : []),
            ...(role === 'MANAGER' && managedServices(spec.core).length > 0 ? balancerPackages : []),
            ...(spec.core.webServer === null ? [] : webServerPackages[spec.core.webServer]),
            ...(role === 'NODE' && sharing.has(member.hostId) ? exporterPackages : []),
            ...(role === 'MANAGER' && spec.core.localDatabase ? databasePackages : []),
          ],
        },
      })),
    );
  },
  key: ({ purpose }) => purpose,
  needs: () => [],
  probes: ({ purpose, packages }) => [installedPackages(packages), backgroundUnit(unitOf(purpose)), packageLocks()],
  writes: ({ purpose, packages }) => [installedPackages(packages), backgroundUnit(unitOf(purpose))],
  settleSeconds: 5,
  decide: ({ purpose, packages }, facts) => {
    const installed = facts.read(installedPackages(packages));
    if (installed === null)
      return conflict('the host has no dpkg', 'packages are installed on Debian and its kin only');
    const missing = packages.filter((name) => !installed.has(name));
    if (missing.length === 0) return done(`${packages.join(', ')} installed`);
    const installing: Change = {
      do: 'startUnit',
      unit: unitOf(purpose),
      argv: ['sh', '-c', installScript, 'sh', ...missing],
      maxSeconds: longestSeconds,
      environment: { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a' },
    };
    const unit = facts.read(backgroundUnit(unitOf(purpose)));
    const locks = facts.read(packageLocks());
    if (unit.is === 'running') {
      const held = lockAwaited(unit.lastWords, locks ?? []);
      const longer = held === undefined ? '' : `, while ${held}; ${letItEnd}`;
      return wait(`the installation of ${missing.join(', ')}${longer}`, longestSeconds, [installing]);
    }
    const hasJustFailed = unit.is === 'failed' && unit.secondsAgo < freshFailureSeconds;
    if (hasJustFailed && (locks === null || !gotNoLock(unit.lastWords))) {
      return conflict(`${missing.join(', ')} could not be installed`, essentialWords(unit.lastWords));
    }
    const holder = lockHolder(locks ?? [], unitOf(purpose));
    if (holder !== undefined) {
      const then = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} installed once that has ended`;
      return wait(`another package manager: ${holder}; ${then}; ${letItEnd}`, longestLockedSeconds, [installing]);
    }
    if (hasJustFailed) {
      const lost = `another try: the installation of ${missing.join(', ')} got no lock`;
      return wait(lost, longestLockedSeconds, [installing]);
    }
    return change(`install ${missing.join(', ')}`, [installing]);
  },
  remove: ({ packages }) => done(`${packages.join(', ')} stay installed`),
});
