import type { HostWay, MysqlWay } from './host-way.js';
import { toGlobalId } from './ids.js';
import { passwordGap } from './password-gap.js';
import type { WayBack } from './way-back.js';

/**
 * What a person has to see to before a MySQL server is reached again, where that is not as with any other host; undefined where it is.
 * The port is that of now, for a person to put the right one in its place.
 */
export function serverBack(
  faultClass: string,
  { hostId, name }: Pick<HostWay, 'hostId' | 'name'>,
  { databaseServerId, address, port, user, isMadeHere, isUsed }: MysqlWay,
): readonly WayBack[] | undefined {
  const byHand = (title: string): WayBack => ({ title, mutation: null, input: null, command: null, hostId });
  const update = (title: string, changed: object): WayBack => {
    const input = { databaseServerId: toGlobalId('DatabaseServer', databaseServerId), ...changed };
    return { title, mutation: 'updateDatabaseServer', input, command: null, hostId };
  };
  const runs = byHand(
    `See that MySQL runs on ${name} and listens at ${address} port ${port}, and that no firewall is between`,
  );
  switch (faultClass) {
    case 'TRANSIENT':
      if (isMadeHere || isUsed) return [runs];
      return [
        runs,
        update(`If MySQL of ${name} listens at another address or port, give that`, {
          address: '<the right address>',
          port,
        }),
      ];
    case 'AUTH':
      if (isMadeHere) return [byHand(`Make the login ${user} on ${name} again: repairCluster of its cluster does`)];
      return [
        update(
          `If ${user} of ${name} has another password than it was registered with, give that; another user is given as user`,
          { password: passwordGap },
        ),
        byHand(
          `Otherwise let ${user} in on ${name} from the host that it is reached through, with all privileges and the right to grant`,
        ),
      ];
    default:
      return undefined;
  }
}
