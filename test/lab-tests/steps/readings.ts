import type { Facts, StepUnit } from '../../../src/steps/step.js';

/** What the steps of each kind read of their hosts, so that a fact that nothing ever broke can be told. */
export class Readings {
  private readonly values = new Map<string, Map<string, Set<string>>>();

  /** The unit, whose decisions are listened to. */
  listenTo(unit: StepUnit): StepUnit {
    return { ...unit, decide: (facts) => unit.decide(this.noting(unit.kind, facts)) };
  }

  forget(kind: string): void {
    this.values.delete(kind);
  }

  /** Facts that decisions of the kind read, and that were the same each time. */
  neverOtherwise(kind: string): readonly string[] {
    return [...(this.values.get(kind) ?? [])].flatMap(([probe, seen]) => (seen.size > 1 ? [] : [probe]));
  }

  private noting(kind: string, facts: Facts): Facts {
    return {
      read: (probe) => {
        const value = facts.read(probe);
        const ofKind = this.values.get(kind) ?? new Map<string, Set<string>>();
        this.values.set(kind, ofKind);
        const seen = ofKind.get(probe.id) ?? new Set<string>();
        ofKind.set(probe.id, seen.add(printed(value)));
        return value;
      },
    };
  }
}

function printed(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (part instanceof Map || part instanceof Set ? [...part] : part));
}
