import type { SecretRef } from '../domain/secret.js';

/**
 * What is asked of a host. `shell`: a constant POSIX sh text run as root, its values only as positional parameters
 * ($1, $2 …), and a secret that it tries only on its standard input. `together`: its script takes the arguments of many such questions
 * at once, each without a blank, and says a line for each in any order: the argument, a blank, and the answer to that question alone.
 * `sql`: a constant statement with `?` parameters. `sqlLogin`: whether a user with a secret gets in, optionally running one statement
 * in a database.
 */
export type Question =
  | {
      readonly via: 'shell';
      readonly script: string;
      readonly args: readonly string[];
      readonly secret?: SecretRef;
      readonly together?: never;
    }
  | {
      readonly via: 'shell';
      readonly script: string;
      readonly args: readonly [string];
      readonly secret?: never;
      readonly together: true;
    }
  | { readonly via: 'sql'; readonly statement: string; readonly params: readonly string[] }
  | {
      readonly via: 'sqlLogin';
      readonly user: string;
      readonly password: SecretRef;
      readonly database: string | null;
      readonly statement: string;
    };

/**
 * What came back. Exit code 0 is success; for SQL it is 0 or the server's error number, `stdout` is the JSON text of the
 * rows (an array of objects with string or null values) and `stderr` the server's message. Output is cut at 1 MiB.
 */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An answer with what was asked, in the words of `describeQuestion`. */
export interface CommandAnswer extends Answer {
  readonly command: string;
}

/**
 * Why something is not known of a host, for whoever translates it. Part of the API, never renamed. `NOT_UNDERSTOOD`: the answer is
 * not what the parser knows.
 */
export type UnknownCode =
  | 'NOT_LOOKED_AT'
  | 'TOO_OLD'
  | 'HOST_UNREACHED'
  | 'NO_ACCESS'
  | 'NOT_UNDERSTOOD'
  | 'COMMAND_MISSING'
  | 'COMMAND_LATE'
  | 'COMMAND_FAILED'
  | 'NO_MYSQL_THERE'
  | 'NOBODY_ANSWERED'
  | 'NOTHING_BALANCED_YET'
  | 'NO_SHARE_THERE'
  | 'TRIAL_OVER'
  | 'TRIAL_ID_TAKEN';

/** A value that is not known. */
export interface UnknownReading {
  readonly known: false;
  readonly code: UnknownCode;
  /** For people. */
  readonly reason: string;
}

/** A value read from a host, or why it could not be: unknown is never a violation and never a guess. */
export type Reading<T> = { readonly known: true; readonly value: T } | UnknownReading;

/** An answer that is stored under a name, and its pure parser. */
export interface StoredQuestion<T> {
  /** Name and arguments as one text; equal ids are the same question, asked once. */
  readonly id: string;
  /** How old the answer may be for rules and plans, in seconds; older is unknown. Steps always look afresh. */
  readonly maxAgeSeconds: number;
  /** Whether a value tells of something under way or just over, which counts for a minute only; left out where none does. */
  isPassing?(value: T): boolean;
  parse(answer: Answer): Reading<T>;
}

/** A read-only question of one host and the pure parser of its answer. */
export interface Probe<T> extends StoredQuestion<T> {
  readonly question: Question;
}

export function known<T>(value: T): Reading<T> {
  return { known: true, value };
}

export function unknown(reason: string, code: UnknownCode = 'NOT_UNDERSTOOD'): UnknownReading {
  return { known: false, code, reason };
}

/** The id of a probe: its name, and its arguments where it has some. */
export function probeId(name: string, args: readonly string[]): string {
  return args.length === 0 ? name : `${name} ${JSON.stringify(args)}`;
}

/** What was asked, as one text to show beside the answer; no secret is ever part of a question. */
export function describeQuestion(question: Question): string {
  switch (question.via) {
    case 'shell':
      return [question.script.trim(), ...question.args.map((value, index) => `$${index + 1}=${value}`)].join('\n');
    case 'sql':
      return [question.statement, ...question.params].join('\n');
    case 'sqlLogin':
      return `log in as ${question.user}${question.database === null ? '' : ` to ${question.database}`}: ${question.statement}`;
  }
}
