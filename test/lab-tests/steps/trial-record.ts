import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrialCluster } from './trial-cluster.js';

const entry = z.strictObject({
  kind: z.string(),
  direction: z.enum(['MAKE', 'REMOVE']),
  outcome: z.string(),
  summary: z.string(),
  changes: z.array(z.string()),
});
export type TrialEntry = z.infer<typeof entry>;
const parts = z.record(z.string(), z.array(entry));

/** Set where real hosts are to be written down anew. */
const recording = process.env['HOSTWRIGHT_RECORD'] === '1';

/**
 * What the visits of one kind ended with, part by part, as real hosts said it. Both real and faked hosts are held to it, so that
 * neither can come to differ from the other unseen.
 */
export class TrialRecord {
  constructor(
    private readonly kind: string,
    private readonly cluster: TrialCluster,
    /** Only real hosts may write what all are held to. */
    private readonly may: 'read' | 'write',
  ) {}

  /** Compares a part that was gone through with the record. */
  holdsTo(part: string, visits: readonly TrialEntry[]): void {
    const seen = visits.map((visit) => entry.parse(JSON.parse(this.withoutChance(JSON.stringify(visit)))));
    if (recording && this.may === 'write') {
      writeFileSync(this.file, `${JSON.stringify({ ...this.recorded(), [part]: seen }, null, 2)}\n`);
    }
    expect({ part, seen }).toEqual({ part, seen: this.recorded()[part] });
  }

  private get file(): string {
    return join(__dirname, 'recorded', `${this.kind}.json`);
  }

  private recorded(): z.infer<typeof parts> {
    return existsSync(this.file) ? parts.parse(JSON.parse(readFileSync(this.file, 'utf8'))) : {};
  }

  /** Without what differs from one lab to the next: its networks, ids made by chance, addresses of network cards, processes, how apt calls what no list has. */
  private withoutChance(text: string): string {
    const { publicNetwork, privateNetwork } = this.cluster.lab;
    return text
      .replaceAll(publicNetwork.replace('0/24', ''), 'PUBLIC.')
      .replaceAll(privateNetwork.replace('0/24', ''), 'PRIVATE.')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
      .replaceAll(/\b[0-9a-f]{32}\b/g, 'ID')
      .replaceAll(/([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}/g, 'LINK-ADDRESS')
      .replaceAll(/fe80::[0-9a-f:]*[0-9a-f]/g, 'LINK-LOCAL')
      .replaceAll(/(held by \w+ )\(\d+\)/g, '$1(PID)')
      .replaceAll(/Package '(\w+)' has no installation candidate/g, 'Unable to locate package $1');
  }
}
