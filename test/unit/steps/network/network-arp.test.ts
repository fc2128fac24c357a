import { arpSettings } from '../../../../src/probes/network/arp-settings.js';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { networkArp } from '../../../../src/steps/network/network-arp.step.js';
import bare from '../../probes/fixtures/arp-settings/bare.json';
import symlink from '../../probes/fixtures/file-at/symlink.json';
import {
  absentFile,
  decide,
  HostLook,
  marked,
  remove,
  run,
  sha256,
  shownFile,
  theirFile,
  write,
} from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import { ofSomebodyElse } from '../../../lab-tests/steps/of-somebody-else.js';

const path = '/etc/sysctl.d/99-zz-hostwright-arp.conf';
const settings = 'net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 2\n';
const content = marked(`# Before: ignore=0 announce=0\n${settings}`);
const load = run('/lib/systemd/systemd-sysctl', path);
const unit = networkArp.typed({});
const untouched = new HostLook().with(arpSettings(), bare).with(fileAt(path), absentFile);
const right = new HostLook().with(arpSettings(), '1\n2\n').with(fileAt(path), shownFile(content));
const summary = 'answer ARP for addresses of the asked link only';

describe('network.arp', () => {
  it('is done where kernel and file say so', () => {
    expect(decide(unit, right)).toEqual(done('ARP is answered for addresses of the asked link only'));
  });

  it('writes the file with the former settings in it, then loads it', () => {
    expect(decide(unit, untouched)).toEqual(change(summary, [write(path, content, null), load]));
  });

  it.each(['0\n2\n', '1\n0\n'])('loads the file again where the kernel has %j', (now) => {
    expect(decide(unit, right.with(arpSettings(), now))).toEqual(change(summary, [load]));
  });

  it('writes what is lost of the file and keeps what it says of before', () => {
    const edited = marked('# Before: ignore=0 announce=0\n');
    const look = right.with(fileAt(path), shownFile(edited));
    expect(decide(unit, look)).toEqual(change(summary, [write(path, content, sha256(edited)), load]));
  });

  it.each([
    ['is of somebody else', theirFile],
    ['is no file', symlink],
  ])('is in conflict where the path %s', (_, said) => {
    expect(decide(unit, right.with(fileAt(path), said))).toEqual(
      conflict(`${path} belongs to somebody else`, 'it lacks our mark'),
    );
  });

  it('gives the kernel its former settings and removes the file', () => {
    expect(remove(unit, right)).toEqual(
      change('answer ARP as before', [
        { do: 'run', argv: ['tee', '/proc/sys/net/ipv4/conf/all/arp_ignore'], stdin: '0\n' },
        { do: 'run', argv: ['tee', '/proc/sys/net/ipv4/conf/all/arp_announce'], stdin: '0\n' },
        { do: 'removeFile', path, replaces: sha256(content) },
      ]),
    );
  });

  it('removes a file without former settings and leaves the kernel alone', () => {
    const edited = marked(settings);
    expect(remove(unit, right.with(fileAt(path), shownFile(edited)))).toEqual(
      change('answer ARP as before', [{ do: 'removeFile', path, replaces: sha256(edited) }]),
    );
  });

  it.each([absentFile, theirFile])('has nothing to remove where the file is %j', (said) => {
    expect(remove(unit, right.with(fileAt(path), said))).toEqual(done('the ARP settings are not ours'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(): KindCase {
  const arpFile = '/etc/sysctl.d/99-zz-hostwright-arp.conf';
  return {
    kind: 'network.arp',
    host: 'node2',
    input: {},
    otherInput: null,
    before: [],
    breakages: [
      {
        what: 'ARP is answered for every address',
        script: 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_ignore',
        says: 'CHANGED',
      },
      {
        what: 'any address is announced',
        script: 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_announce',
        says: 'CHANGED',
      },
      { what: 'the settings are deleted', script: `rm ${arpFile}`, says: 'CHANGED' },
      {
        what: 'the settings are edited',
        script: `echo net.ipv4.conf.all.arp_ignore=0 >>${arpFile}`,
        says: 'CHANGED',
      },
      { what: 'the settings may be written by all', script: `chmod 666 ${arpFile}`, says: 'CHANGED' },
      { what: 'the settings are of somebody else', ...ofSomebodyElse(arpFile) },
    ],
  };
}
