import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { LabHostPlan } from './lab-host.js';
import { labNetworkNames } from './lab-network.js';
import type { MachineSettings } from './lab-state.js';
import { processorOf } from './processors.js';

/** A host of a plan with its addresses, and what its machine needs to start. */
export interface PlannedMachine {
  readonly host: LabHostPlan & { readonly publicAddress?: string; readonly privateAddress?: string };
  readonly settings: MachineSettings;
  /** The segment of each tap device. */
  readonly taps: readonly { readonly tap: string; readonly segment: string }[];
}

interface Lab {
  readonly index: number;
  readonly folder: string;
  /** Where the disk images are. */
  readonly images: string;
  /** The part of the public key that is in base64. */
  readonly publicKey: string;
}

/** What a lab makes of the plan of its hosts; nothing is started. */
export function plannedMachines(
  hosts: readonly LabHostPlan[],
  { index, folder, images, publicKey }: Lab,
): readonly PlannedMachine[] {
  const { namespace, publicPrefix, privatePrefix } = labNetworkNames(index);
  const addressed = hosts.map((host, number) => {
    const segments = host.segments ?? ['public'];
    return {
      ...host,
      segments,
      number,
      ...(segments.includes('public') ? { publicAddress: `${publicPrefix}.${11 + number}` } : {}),
      ...(segments.includes('private') ? { privateAddress: `${privatePrefix}.${11 + number}` } : {}),
    };
  });
  const hostsWord = addressed
    .map((host) => `${host.publicAddress ?? host.privateAddress ?? ''}=${host.name}`)
    .join(',');
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  return addressed.map((host) => {
    const taps = host.segments.map((segment, card) => ({ tap: `t${host.number}x${card}`, segment }));
    const settings: MachineSettings = {
      name: host.name,
      folder,
      baseImage: join(images, `${host.image === 'galera' ? 'database' : host.image}.img`),
      kernel: join(images, 'kernel'),
      memory: host.memory ?? '1280M',
      namespace,
      cards: taps.map(({ tap }, card) => ({
        tap,
        mac: `02:77:${hex(index)}:${hex(card)}:00:${hex(host.number + 11)}`,
      })),
      machineId: randomBytes(16).toString('hex'),
      processor: processorOf(index + host.number),
      words: [
        `labname=${host.name}`,
        `labkey=${publicKey}`,
        `labhosts=${hostsWord}`,
        ...(host.publicAddress === undefined ? [] : [`labpublic=${host.publicAddress}/24`]),
        ...(host.privateAddress === undefined ? [] : [`labprivate=${host.privateAddress}/24`]),
        ...(host.image === 'galera' ? ['labgalera=1'] : []),
      ],
    };
    return { host, settings, taps };
  });
}
