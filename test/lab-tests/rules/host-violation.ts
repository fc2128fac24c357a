import type { Moment } from '../../../src/rules/rule.js';

export type TriedHost = 'manager' | 'node1' | 'files' | 'db';
/** Where user storage lies in the value that a rule judges; the manager's own disk where a web server is declared. */
export type TriedValue = 'manager local' | 'web server' | 'file server' | 'managed file server';

/** Undone by the command that the finding names, run as it is. */
export const theRemedy = 'the remedy';

/** What is wrong with a host, and what its rule has to say about that. */
export interface HostViolation {
  readonly what: string;
  readonly rule: string;
  readonly value: TriedValue;
  readonly moment: Moment;
  /** The host on which it is done, as root, and whose command has to be the evidence. */
  readonly on: TriedHost;
  /** Where another host does it to that one. */
  readonly doneOn?: TriedHost;
  /** Whether its public card is on another segment meanwhile, with a router between that and the others. */
  readonly behindRouter?: true;
  /** Left out where hosts of a lab are like that. */
  readonly done?: string;
  /** A script, or `theRemedy`. */
  readonly undone?: string;
  readonly code: string;
  /** What the command has printed that shows it. */
  readonly shown: RegExp;
}
