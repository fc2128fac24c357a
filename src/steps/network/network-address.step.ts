import { z } from 'zod';
import { addressesOfOthersBalancer } from '../../domain/balanced-services.js';
import { addressesOf, managerOf } from '../../domain/members.js';
import { canonicalAddress, networkHolds } from '../../domain/ip-network.js';
import { cidrBlock, ipAddress } from '../../domain/spec.js';
import { addressClaim } from '../../probes/network/address-claim.js';
import { addressHolders, type AddressHolder } from '../../probes/network/address-holders.js';
import { addresses, type Link } from '../../probes/network/addresses.js';
import { ownConnection } from '../../probes/network/own-connection.js';
import { fileAt } from '../../probes/system/file-at.js';
import { unitState } from '../../probes/system/unit-state.js';
import type { Change } from '../change.js';
import { change, commitConfirmed, conflict, done, type Decision } from '../decision.js';
import { carriesOurMark } from '../own-mark.js';
import { hostStep, type Facts } from '../step.js';
import { addressUnit, addressUnitName, linkOfAddressUnit } from './address-unit.js';
import { hostPrefix } from './host-prefix.js';

const input = z.strictObject({
  host: z.uuid(),
  /** A quorum or service address, in canonical form. */
  address: ipAddress,
  /** The network it belongs to: it goes on the link that carries an address of the host within it. */
  cidr: cidrBlock,
});
type Input = z.infer<typeof input>;

/** Long enough for several attempts to come back over SSH. */
const undoAfterSeconds = 60;

/** The kernel forbids little in link names; in a unit file only these are plain text. */
const plainLink = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;

function unitFile(address: string): ReturnType<typeof fileAt> {
  return fileAt(`/etc/systemd/system/${addressUnitName(address)}`);
}

/** The link on which the address belongs: the first one up that carries another address of its network. */
function carrier(links: readonly Link[], { address, cidr }: Input): Link | undefined {
  return links.find(
    (link) =>
      link.up &&
      !link.loopback &&
      link.addresses.some((held) => held.address !== address && networkHolds(cidr, held.address)),
  );
}

function ip(verb: 'replace' | 'del', address: string, link: string): Change {
  const argv = ['ip', 'address', verb, `${address}/${hostPrefix(address)}`, 'dev', link] as const;
  // `ip` ends with 2 when an address to be removed is not there.
  return verb === 'del' ? { do: 'run', argv, alsoOk: [2] } : { do: 'run', argv };
}

/** Held by a link with the full prefix and named in our unit: ours, wherever the input says it belongs now. */
function formerLink(facts: Facts, address: string): string | undefined {
  const file = facts.read(unitFile(address));
  return file.is === 'file' && carriesOurMark(file.content) ? linkOfAddressUnit(file.content) : undefined;
}

/** Any change of a link that carries our connection is undone by the host unless we come back. */
function mayCut(facts: Facts, changedLinks: readonly string[]): boolean {
  const ours = facts.read(ownConnection());
  const links = facts.read(addresses()).filter(({ name }) => changedLinks.includes(name));
  return ours === null || links.some((link) => link.addresses.some(({ address }) => address === ours));
}

function evidence(holders: readonly AddressHolder[]): string {
  return holders.map(({ link, prefixLength }) => `${link} holds it with prefix length ${prefixLength}`).join(', ');
}

function listed(links: readonly Link[]): string {
  return links
    .map(({ name, addresses: held }) => `${name}: ${held.map(({ address }) => address).join(' ')}`)
    .join('; ');
}

function decide(wanted: Input, facts: Facts): Decision {
  const { address, cidr } = wanted;
  const link = carrier(facts.read(addresses()), wanted)?.name;
  if (link === undefined) {
    return conflict(`no link of the host carries an address within ${cidr}`, listed(facts.read(addresses())));
  }
  if (!plainLink.test(link)) return conflict('the link has a name that cannot be kept over a boot', link);
  const unit = addressUnit(address, link);
  if (unit.isForeign(facts)) return conflict(`${unit.file.path} belongs to somebody else`, 'it lacks our mark');
  const former = formerLink(facts, address);
  const prefixLength = hostPrefix(address);
  const elsewhere = facts.read(addressHolders(address)).filter((holder) => holder.link !== link);
  const foreign = elsewhere.filter((holder) => holder.link !== former || holder.prefixLength !== prefixLength);
  if (foreign.length > 0) return conflict(`${address} is on another link than ${link}`, evidence(foreign));
  const claim = facts.read(addressClaim(address));
  if (claim.is === 'claimed')
    return conflict(`${address} is already used on the segment`, `${claim.by} answers for it`);
  const held = facts
    .read(addressHolders(address))
    .some((holder) => holder.link === link && holder.prefixLength === prefixLength);
  if (held && elsewhere.length === 0) {
    if (unit.isRight(facts)) return done(`${address} is bound to ${link}`);
    return change(`keep ${address} on ${link} over a boot`, unit.install(facts));
  }
  const leave = elsewhere.map((holder) => ip('del', address, holder.link));
  const runtime = [...leave, ip('replace', address, link)];
  const persist = unit.install(facts);
  const summary = `bind ${address} to ${link}`;
  if (!mayCut(facts, [link, ...elsewhere.map((holder) => holder.link)]))
    return change(summary, [...runtime, ...persist]);
  const back = elsewhere.map((holder) => ip('replace', address, holder.link));
  const undo = held ? back : [ip('del', address, link), ...back];
  return commitConfirmed(summary, runtime, { undo, confirm: persist, seconds: undoAfterSeconds });
}

/** Binds a quorum or service address on the manager, now and at every boot. Two hosts may claim one address: ARP arbitrates. */
export const networkAddress = hostStep({
  kind: 'network.address',
  version: 1,
  phase: 'NETWORK',
  set: false,
  data: false,
  disruptive: true,
  // Binding it may have to be confirmed over a new connection.
  alone: true,
  input,
  demands: ({ core }) => {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const others = addressesOfOthersBalancer(core);
    return addressesOf(core, [manager]).flatMap(({ address, network }) =>
      address.purpose === 'HOST' || network === undefined || others.has(canonicalAddress(address.address))
        ? []
        : [
            {
              hostId: manager.member.hostId,
              input: { host: manager.member.hostId, address: canonicalAddress(address.address), cidr: network.cidr },
            },
          ],
    );
  },
  key: ({ address }) => address,
  needs: ({ host }) => [{ hostId: host, kind: 'packages.installed', key: 'cluster' }],
  probes: ({ address }) => [
    addresses(),
    addressHolders(address),
    addressClaim(address),
    ownConnection(),
    unitFile(address),
    unitState(addressUnitName(address)),
  ],
  // All addresses are read too, yet only to find the link of a network: another address of ours does not change that.
  writes: ({ address }) => [addressHolders(address), unitFile(address)],
  settleSeconds: 10,
  decide,
  remove: (wanted, facts, { origin }) => {
    const { address } = wanted;
    const link = formerLink(facts, address) ?? carrier(facts.read(addresses()), wanted)?.name;
    const unit = addressUnit(address, link ?? '');
    const unitRemoval = unit.remove(facts);
    const ours = unitRemoval.length > 0 || origin !== 'ADOPTED';
    const held = facts
      .read(addressHolders(address))
      .some((holder) => ours && holder.link === link && holder.prefixLength === hostPrefix(address));
    if (!held || link === undefined) {
      return unitRemoval.length === 0
        ? done(`${address} is not bound by us`)
        : change(`forget ${address}`, unitRemoval);
    }
    const runtime = [ip('del', address, link)];
    if (!mayCut(facts, [link])) return change(`remove ${address} from ${link}`, [...runtime, ...unitRemoval]);
    return commitConfirmed(`remove ${address} from ${link}`, runtime, {
      undo: [ip('replace', address, link)],
      confirm: unitRemoval,
      seconds: undoAfterSeconds,
    });
  },
});
