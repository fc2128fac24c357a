import { z } from 'zod';
import { nodesOf } from '../../domain/members.js';
import { arpSettings } from '../../probes/network/arp-settings.js';
import { fileAt } from '../../probes/system/file-at.js';
import { beforeNote, readBeforeNote, valuesBefore } from '../before-note.js';
import type { Change } from '../change.js';
import { change, conflict, done } from '../decision.js';
import { firstReading } from '../first-reading.js';
import { carriesOurMark } from '../own-mark.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import { hostStep, type Facts } from '../step.js';

/** Sorted behind `99-sysctl.conf`, so that no common file overrules it at boot. */
export const arpSettingsPath = '/etc/sysctl.d/99-zz-hostwright-arp.conf';

/** Answer for an address only on its own link; announce with the address that fits the target's subnet. */
const wanted = { ignore: 1, announce: 2 } as const;
const kernelFiles = {
  ignore: '/proc/sys/net/ipv4/conf/all/arp_ignore',
  announce: '/proc/sys/net/ipv4/conf/all/arp_announce',
} as const;

/** What was in force before is kept in the file itself. */
function settingsFile(facts: Facts): OwnedFile {
  const seen = facts.read(fileAt(arpSettingsPath));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const now = facts.read(arpSettings());
  const before = { ignore: noted?.get('ignore') ?? now.ignore, announce: noted?.get('announce') ?? now.announce };
  return ownedFile(
    arpSettingsPath,
    `${beforeNote(before)}
net.ipv4.conf.all.arp_ignore = ${wanted.ignore}
net.ipv4.conf.all.arp_announce = ${wanted.announce}
`,
  );
}

function set(file: string, value: string): Change {
  return { do: 'run', argv: ['tee', file], stdin: `${value}\n` };
}

/** Keeps a node silent about addresses on its loopback, which the manager answers for. */
export const networkArp = hostStep({
  kind: 'network.arp',
  version: 1,
  phase: 'NETWORK',
  set: false,
  data: false,
  disruptive: false,
  input: z.strictObject({}),
  demands: ({ core }) => nodesOf(core).map(({ member }) => ({ hostId: member.hostId, input: {} })),
  key: () => 'loopback',
  needs: () => [],
  probes: () => [arpSettings(), fileAt(arpSettingsPath)],
  writes: () => [arpSettings(), fileAt(arpSettingsPath)],
  settleSeconds: 5,
  decide: (_, facts) => {
    const file = settingsFile(facts);
    const seen = facts.read(fileAt(arpSettingsPath));
    if (file.isForeign(seen)) return conflict(`${arpSettingsPath} belongs to somebody else`, 'it lacks our mark');
    const now = facts.read(arpSettings());
    const inForce = now.ignore === wanted.ignore && now.announce === wanted.announce;
    if (inForce && file.isRight(seen)) return done('ARP is answered for addresses of the asked link only');
    return change('answer ARP for addresses of the asked link only', [
      ...file.write(seen),
      { do: 'run', argv: ['/lib/systemd/systemd-sysctl', arpSettingsPath] },
    ]);
  },
  remove: (_, facts, { firstLook }) => {
    const seen = facts.read(fileAt(arpSettingsPath));
    const file = settingsFile(facts);
    const removal = file.remove(seen);
    if (removal.length === 0 || seen.is !== 'file') return done('the ARP settings are not ours');
    const first = firstReading(firstLook, arpSettings());
    const before = valuesBefore(seen.content, firstLook, fileAt(arpSettingsPath), first);
    const restored = (['ignore', 'announce'] as const).flatMap((name) => {
      const value = before?.get(name);
      return value === undefined ? [] : [set(kernelFiles[name], value)];
    });
    return change('answer ARP as before', [...restored, ...removal]);
  },
});
