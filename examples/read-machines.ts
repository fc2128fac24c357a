/** Reads machines.json, and tells what is wrong with it. What is no JSON is told by its line and column. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contradictionsIn, fingerprintShape } from './contradictions-in-machines.js';

/** What a part of the file has to be, in the words that are told where it is not. */
const give = (what: string) => ({
  error: ({ input }: { readonly input?: unknown }) => `${input == null ? 'missing; ' : ''}give ${what}`,
});
const text = z.string(give('a text'));
const fingerprint = text.regex(
  fingerprintShape,
  give('the fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters'),
);
const portWords = give('a whole number from 1 to 65535');
const port = z.int(portWords).min(1, portWords).max(65_535, portWords);
const hostsWords = give('a list of at least 2 hosts');

/** A map of these keys and no others. */
function map<T extends z.ZodRawShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const accepted = Object.keys(shape);
  const unknown = (key: string): string =>
    `unknown key; ${didYouMean(key, accepted)}accepted here: ${accepted.join(', ')}`;
  return z.strictObject(shape, {
    // Each in a line of its own, in the order of the keys.
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map(unknown).join('\n') : 'give an object, { … }',
  });
}

/** @param rules that there are: what any other one is to let pass would never be found */
function machinesOf(rules: readonly string[]) {
  const rule = text.refine((id) => rules.includes(id), {
    error: ({ input }) =>
      `there is no rule ${String(input)}; ${didYouMean(String(input), rules)}docs/rules.md lists all rules`,
  });
  const host = map({
    ...{ name: text, address: text, fingerprint, user: text.nullish() },
    /** Where SSH reaches it, unless that is its address. */
    sshAddress: text.nullish(),
    port: port.nullish(),
  });
  return map({
    ...{ name: text, network: text, quorumAddress: text, serviceAddress: text, account: text },
    hosts: z.array(host, hostsWords).min(2, hostsWords),
    domain: text.nullish(),
    webServer: z.enum(['APACHE', 'NGINX'], give('APACHE or NGINX')).nullish(),
    /** Warnings that are meant, each as the refusal prints it. */
    acknowledge: z.array(map({ rule, subject: text }), give('a list')).nullish(),
    /** Rules whose warnings about the hosts are meant, whichever host they are about. */
    acceptWarnings: z.array(rule, give('a list')).nullish(),
  });
}

export type Machines = z.output<ReturnType<typeof machinesOf>>;
export type MachinesHost = Machines['hosts'][number];

/** @throws Error with everything that is wrong with the file, a line each */
export function readMachines(file: string, rules: readonly string[]): Machines {
  const shown = 'examples/machines.json shows what belongs into it.';
  const content = readFileSync(file, 'utf8');
  const mistake = mistakeIn(content);
  if (mistake !== undefined) throw new Error(`${file}:${mistake}\n${shown}`);
  const json: unknown = JSON.parse(content);
  const { data, error } = machinesOf(rules).safeParse(json);
  const wrongs = [...wrongsOf(json, error?.issues ?? []), ...contradictionsIn(json)];
  if (data !== undefined && wrongs.length === 0) return data;
  throw new Error([...wrongs.map((wrong) => `${file}: ${wrong}`), shown].join('\n'));
}

/** What is missing is left out where an unknown key of the same map means it. */
function wrongsOf(json: unknown, issues: readonly z.core.$ZodIssue[]): readonly string[] {
  const told = issues.flatMap(({ path, message, ...issue }) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    const messages = message.split('\n');
    return keys.map((at, nth) => ({ path: at, message: messages[nth] ?? '' }));
  });
  const meant = new Set(
    told.flatMap(({ path, message }) => {
      const [, key] = /^unknown key; did you mean (\w+)\?/.exec(message) ?? [];
      return key === undefined ? [] : [JSON.stringify([...path.slice(0, -1), key])];
    }),
  );
  return told
    .filter(({ path, message }) => !message.startsWith('missing; ') || !meant.has(JSON.stringify(path)))
    .map(({ path, message }) => `${placeIn(json, path)}: ${message}`);
}

const named = z.object({ hosts: z.array(z.unknown()) });
const withName = z.object({ name: z.string() });

/** What is told of a part of the file, by the names of its hosts. */
function placeIn(json: unknown, [list, nth, key]: readonly PropertyKey[]): string {
  if (list === undefined) return 'the file';
  if (typeof nth !== 'number') return String(list);
  const { name } = withName.safeParse(named.safeParse(json).data?.hosts[nth]).data ?? {};
  const one = list === 'hosts' ? `host ${name ?? `number ${nth + 1}`}` : `${String(list)} number ${nth + 1}`;
  return key === undefined ? one : `${String(key)} of ${one}`;
}

/** The word that has the same letters but for few of them, as a question. */
function didYouMean(written: string, words: readonly string[]): string {
  const without = (some: string, others: string): number => {
    const left = [...some.toLowerCase()];
    for (const letter of others.toLowerCase()) if (left.includes(letter)) left.splice(left.indexOf(letter), 1);
    return left.length;
  };
  const [nearest] = words
    .map((word) => ({ word, off: without(written, word) + without(word, written) }))
    .toSorted((one, other) => one.off - other.off);
  return nearest !== undefined && nearest.off <= Math.max(2, written.length / 3)
    ? `did you mean ${nearest.word}? `
    : '';
}

const wholeText = /^"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"$/u;
const otherValue = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const tokens = new RegExp(`${wholeText.source.slice(1, -1)}|"[^\\n]*|[[\\]{},:]|[^\\s[\\]{},:"]+`, 'gu');

/** Where a text stops being JSON, and what was expected there; undefined where it is JSON. */
function mistakeIn(json: string): string | undefined {
  const closings: string[] = [];
  let want = 'a value';
  for (const { 0: found, index } of [...json.matchAll(tokens), { 0: '', index: json.length }]) {
    const open = closings.at(-1);
    const wasValue = want.startsWith('a value');
    if (found === '' && want === 'the end of the file') return undefined;
    if (wholeText.test(found) && want.startsWith('a key')) want = 'a colon';
    else if (found === ':' && want === 'a colon') want = 'a value';
    else if (found === ',' && want.startsWith('a comma')) want = open === '}' ? 'a key in double quotes' : 'a value';
    else if (wasValue && (found === '{' || found === '[')) {
      closings.push(found === '{' ? '}' : ']');
      want = found === '{' ? 'a key in double quotes or }' : 'a value or ]';
    } else {
      if (found === open && want.endsWith(` or ${found}`)) closings.pop();
      else if (!wasValue || !(wholeText.test(found) || otherValue.test(found))) {
        const lines = json.slice(0, index).split('\n');
        const place = `${lines.length}:${[...(lines.at(-1) ?? '')].length + 1}`;
        const what = found === '' ? 'the end of the file' : [...found].slice(0, 40).join('');
        return `${place}: expected ${want}, found ${what}${hintAbout(found, want, open)}`;
      }
      const around = closings.at(-1);
      want = around === undefined ? 'the end of the file' : `a comma or ${around}`;
    }
  }
  return undefined;
}

function hintAbout(found: string, want: string, open: string | undefined): string {
  if (found === open && (want === 'a key in double quotes' || (want === 'a value' && open === ']')))
    return '; leave out the comma before it';
  if (found.startsWith('"') && !wholeText.test(found))
    return found.includes('\\') ? '; a backslash in a text is written twice' : '; this text is not closed in its line';
  return /^[^[\]{},:"]/.test(found) && /^a (?:key|value)/.test(want) ? '; texts stand in double quotes' : '';
}
