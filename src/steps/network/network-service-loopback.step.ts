import { z } from 'zod';
import { nodesOf, serviceAddressesOf } from '../../domain/members.js';
import { ipAddress } from '../../domain/spec.js';
import { addressHolders } from '../../probes/network/address-holders.js';
import { change, conflict, done } from '../decision.js';
import { hostStep } from '../step.js';
import { hostPrefix } from './host-prefix.js';
import { loopbackUnit } from './loopback-unit.js';

const loopback = 'lo';

/** Lets a node take packets for a service address that the manager forwards to it, without answering ARP for it. */
export const networkServiceLoopback = hostStep({
  kind: 'network.service-loopback',
  version: 1,
  phase: 'NETWORK',
  set: false,
  data: false,
  disruptive: false,
  disruptiveRemoval: true,
  input: z.strictObject({ host: z.uuid(), address: ipAddress }),
  demands: ({ core }) => {
    const services = serviceAddressesOf(core);
    return nodesOf(core).flatMap(({ member: { hostId } }) =>
      services.map((address) => ({ hostId, input: { host: hostId, address } })),
    );
  },
  key: ({ address }) => address,
  needs: ({ host }) => [{ hostId: host, kind: 'network.arp', key: 'loopback' }],
  probes: ({ address }) => [addressHolders(address), ...loopbackUnit(address).probes],
  writes: ({ address }) => [addressHolders(address), ...loopbackUnit(address).probes],
  settleSeconds: 5,
  decide: ({ address }, facts) => {
    const unit = loopbackUnit(address);
    if (unit.isForeign(facts)) return conflict(`${unit.file.path} belongs to somebody else`, 'it lacks our mark');
    const holders = facts.read(addressHolders(address));
    const elsewhere = holders.find(({ link }) => link !== loopback);
    if (elsewhere !== undefined) {
      return conflict(`the node holds ${address} for itself`, `${elsewhere.link} holds it and would answer ARP for it`);
    }
    const held = holders.some(({ prefixLength }) => prefixLength === hostPrefix(address));
    if (held && unit.isRight(facts)) return done(`${address} is on the loopback`);
    // Starting the unit binds the address, so that what is tried now is what a boot will do.
    return change(`put ${address} on the loopback`, unit.install(facts));
  },
  remove: ({ address }, facts) => {
    const unitRemoval = loopbackUnit(address).remove(facts);
    if (unitRemoval.length === 0) return done(`${address} is not on the loopback by us`);
    return change(`take ${address} from the loopback`, [
      // `ip` ends with 2 when the address is not there.
      { do: 'run', argv: ['ip', 'address', 'del', `${address}/${hostPrefix(address)}`, 'dev', loopback], alsoOk: [2] },
      ...unitRemoval,
    ]);
  },
});
