import type { ClusterCore } from '../../domain/spec.js';
import { iptablesText } from './iptables-text.js';
import { nftablesText } from './nftables-text.js';
import { tableText } from './table-text.js';

const texts = { NFTABLES: nftablesText, IPTABLES: iptablesText, TABLE: tableText } as const;

/** A program that loads the rules of a NAT device, or a table for the form of a device. */
export type ForwardFormat = keyof typeof texts;
export const forwardFormats: readonly ForwardFormat[] = ['NFTABLES', 'IPTABLES', 'TABLE'];

/** What the device in front of a cluster hands on, as it is written for it. */
export function forwardText(core: ClusterCore, format: ForwardFormat): string {
  return texts[format](core);
}
