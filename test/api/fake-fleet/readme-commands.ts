import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the reader of a shell block does in turn. */
export type ReadmeCommand =
  /** Notes values under these names; where they come from is said behind them. */
  | { readonly is: 'blank'; readonly names: readonly string[]; readonly from: string }
  /** Has these functions from now on. */
  | { readonly is: 'function'; readonly text: string }
  | { readonly is: 'command'; readonly text: string };

const blank = /^((?:[A-Z]+=… ?)+) *(?:# (.*))?$/;

/** The commands of those shell blocks under a heading that send requests, in their order. */
export function readmeCommands(heading: string): readonly ReadmeCommand[] {
  const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`README has no section ${heading}`);
  return [...section.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) =>
    /"query":/.test(block) ? commandsOf(block) : [],
  );
}

function commandsOf(block: string): readonly ReadmeCommand[] {
  const whole = /^\w+\(\) \{(?:.*\}$|[^]*?^\}$)|^(?:.*[\\|]\n)*.*$/gm;
  return [...block.matchAll(whole)].flatMap(([text]): readonly ReadmeCommand[] => {
    if (text === '' || text.startsWith('#')) return [];
    if (/^\w+\(\) \{/.test(text)) return [{ is: 'function', text }];
    const [, names, from = ''] = blank.exec(text) ?? [];
    if (names === undefined) return [{ is: 'command', text }];
    return [{ is: 'blank', names: names.match(/[A-Z]+/g) ?? [], from }];
  });
}
