import type { Intent, UnitReport, VisitUnit } from '../../../src/steps/harness/visit-result.js';
import type { LedgerMemory, StepUnit } from '../../../src/steps/step.js';

/** What was made true on each host, kept as the engine keeps it: begun before a change, proved or forgotten after a visit. */
export class MemoryLedger {
  private readonly rows = new Map<string, LedgerMemory>();

  memory(host: string, unit: StepUnit): LedgerMemory | null {
    return this.rows.get(nameOf(host, unit)) ?? null;
  }

  begin(host: string, intents: readonly Intent[]): void {
    for (const { unit, origin, firstLook } of intents) this.keep(host, unit.unit, { origin, firstLook });
  }

  record(host: string, { unit, direction }: VisitUnit, report: UnitReport): void {
    if (report.outcome !== 'UNCHANGED' && report.outcome !== 'CHANGED') return;
    if (direction === 'REMOVE') this.rows.delete(nameOf(host, unit));
    else this.keep(host, unit, { origin: report.origin ?? 'ADOPTED', firstLook: report.firstLook });
  }

  private keep(host: string, unit: StepUnit, memory: LedgerMemory): void {
    const name = nameOf(host, unit);
    if (!this.rows.has(name)) this.rows.set(name, memory);
  }
}

function nameOf(host: string, { kind, key }: StepUnit): string {
  return `${host} ${kind}/${key}`;
}
