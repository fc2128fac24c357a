import { executeCommand, type CommandResult } from './execute-command.js';
import { ip, joinBridge, natNamespace, type LabNetworkNames } from './lab-network.js';
import { installPackages } from './lab-packages.js';

/** Cards of the device, by the side that they are on. */
export const natCards = { outside: 'outside', inside: 'inside' } as const;

/** Where clients come in. */
export function natPublicAddresses({ publicPrefix }: LabNetworkNames): readonly [string, string] {
  return [`${publicPrefix}.250`, `${publicPrefix}.251`];
}

/** The gateway of the hosts behind it. */
export function natGateway({ privatePrefix }: LabNetworkNames): string {
  return `${privatePrefix}.254`;
}

/**
 * A device between the two segments that forwards packets and translates nothing until rules are loaded into it. It needs what
 * loads them on this machine.
 */
export function makeNatDevice(names: LabNetworkNames, progress: (line: string) => void): void {
  installPackages({ nftables: ['/usr/sbin/nft'], iptables: ['/usr/sbin/iptables-restore'] }, progress);
  const own = natNamespace(names);
  ip('netns', 'add', own);
  joinBridge(names, 'natpublic', 'public', { card: natCards.outside, namespace: own });
  joinBridge(names, 'natprivate', 'private', { card: natCards.inside, namespace: own });
  for (const address of natPublicAddresses(names)) {
    ip('-n', own, 'addr', 'add', `${address}/24`, 'dev', natCards.outside);
  }
  ip('-n', own, 'addr', 'add', `${natGateway(names)}/24`, 'dev', natCards.inside);
  ip('netns', 'exec', own, 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=1');
}

/** Runs a command on the device. */
export function runInNatDevice(names: LabNetworkNames, argv: readonly string[], input = ''): Promise<CommandResult> {
  return executeCommand('ip', ['netns', 'exec', natNamespace(names), ...argv], input, 60);
}
