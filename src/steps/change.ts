import type { SecretRef } from '../domain/secret.js';
import { quote } from '../domain/quote.js';

/** Text that reaches a host through standard input: literal, or a secret by reference. */
export type Content = string | { readonly secret: SecretRef };

/** SHA-256 (hex) of the content that a file change replaces; `null` when the file must not exist. */
export type ReplacedHash = string | null;

/**
 * One difference as data; quoted in one place when it is rendered. A change must be harmless when it is done again
 * (a connection may break after it took effect). The list of a unit is done in order and stops at the first failure.
 */
export type Change =
  | {
      readonly do: 'run';
      readonly argv: readonly [string, ...string[]];
      readonly stdin?: Content;
      /** Exit codes that count as success beside 0. */
      readonly alsoOk?: readonly number[];
    }
  | {
      readonly do: 'writeFile';
      readonly path: string;
      readonly content: Content;
      readonly mode: string;
      readonly replaces: ReplacedHash;
    }
  | { readonly do: 'removeFile'; readonly path: string; readonly replaces: string }
  | {
      readonly do: 'makeDirectory';
      readonly path: string;
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
      /** It is there already, and gets its owner and mode. */
      readonly isThere?: true;
    }
  /** Removes an empty directory; one that holds something is left and the change fails. */
  | { readonly do: 'removeDirectory'; readonly path: string }
  /** Long work: a transient systemd unit that outlives the connection; its progress is a fact. */
  | {
      readonly do: 'startUnit';
      readonly unit: string;
      readonly argv: readonly [string, ...string[]];
      readonly maxSeconds: number;
      readonly environment: Readonly<Record<string, string>>;
    }
  | {
      readonly do: 'sql';
      /** `??` is an identifier, `?` a value; both are filled by the driver's escaping, never by text. */
      readonly statement: string;
      readonly params: readonly (string | { readonly secret: SecretRef })[];
    };

/** What a shell takes for one word as it stands. */
const plainWord = /^[A-Za-z0-9_%+=:,./@-]+$/;

/** A command as a person may paste it into a shell; for people only, hosts get each word quoted. */
function commandLine(argv: readonly string[]): string {
  return argv.map((word) => (plainWord.test(word) ? word : quote(word))).join(' ');
}

/** One line for plans and progress: what a change does, without any secret. */
export function describeChange(change: Change): string {
  switch (change.do) {
    case 'run':
      return `run ${commandLine(change.argv)}`;
    case 'writeFile':
      return `write ${change.path} (mode ${change.mode})`;
    case 'removeFile':
      return `remove ${change.path}`;
    case 'makeDirectory': {
      const { path, owner, group, mode, isThere } = change;
      return isThere === true
        ? `give directory ${path} owner ${owner}:${group} and mode ${mode}`
        : `make directory ${path} (${owner}:${group}, mode ${mode})`;
    }
    case 'removeDirectory':
      return `remove empty directory ${change.path}`;
    case 'startUnit':
      return `start unit ${change.unit}: ${commandLine(change.argv)}`;
    case 'sql':
      return `sql ${change.statement}`;
  }
}
