import type { UnknownReading } from '../probes/probe.js';

/** Why a rule says nothing of a value, or why what it asks for is not known. */
export interface Reason {
  /** Stable, for translation; `parameters` fill it. */
  readonly code: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Why a fact is not known. */
export function asReason({ code, reason }: UnknownReading): Reason {
  return because(code, reason);
}

export function because(code: string, text: string, parameters: Readonly<Record<string, string>> = {}): Reason {
  return { code, text, parameters };
}
