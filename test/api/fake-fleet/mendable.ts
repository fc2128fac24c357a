import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const src = join(__dirname, '..', '..', '..', 'src');
/** What makes a remedy that is a mutation. `confirmHostKey` is for what is unknown. */
const makers = /\b(?:repairCluster|proveCluster|observeHosts|declareShare|declareHeld)\(/;
/** A message code or several, in the object of a violation or as argument of what makes one. */
const codes = /(?:\bcode:|\bviolated\()\s*[^\n]*?'[A-Z][A-Z0-9_]+'[^\n]*/g;
const quoted = /'([A-Z][A-Z0-9_]+)'/g;
/** What is for a person; whatever else stands among remedies may be a mutation that is made elsewhere. */
const byHand =
  /^(?:runByHand|declareInstead|allowKernelNfs|takeFrom|startNfsServer|startPortMapper|unmaskByHand|trait\.remedy|\.\.\.instead)\(/;
const remediesOf = /\bremedies: \[([^]*?)\n? *\],?(?:\n|$)/;
const endOfViolation = /\n\s*\}\);|\n\}\n/;

/** What makes findings and remedies for all rules. */
const shared = ['remedy.ts', 'report.ts'];

interface Source {
  readonly file: string;
  readonly text: string;
}

/** The rules that a file is part of: its own, or those whose files import it. */
function rulesOf({ file, text }: Source, all: readonly Source[]): readonly string[] {
  const own = /^ {2}id: '([\w-]+)'/m.exec(text)?.[1];
  if (own !== undefined) return [own];
  const importing = all.filter((one) => one.text.includes(`/${basename(file, '.ts')}.js'`));
  return importing.flatMap((one) => rulesOf(one, all));
}

/** The elements of an array, as its text has them between the brackets. */
function elementsOf(text: string): readonly string[] {
  const elements = [''];
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) elements.push('');
    else elements.push(`${elements.pop() ?? ''}${character}`);
  }
  return elements.map((element) => element.trim()).filter((element) => element !== '');
}

function mendableCodesOf(text: string): readonly string[] {
  return [...text.matchAll(codes)].flatMap(({ 0: line, index }) => {
    const rest = text.slice(index);
    const violation = rest.slice(0, endOfViolation.exec(rest)?.index);
    const listed = remediesOf.exec(violation)?.[1];
    if (listed !== undefined && elementsOf(listed).every((one) => byHand.test(one))) return [];
    return [...line.matchAll(quoted)].map(([, code = '']) => code);
  });
}

function sources(folder: 'rules' | 'domain'): readonly Source[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(src, folder, file), 'utf8') }));
}

/** Every mutation that a remedy of a finding names: what lets a host be reached again comes from the domain. */
export function offeredByName(): readonly string[] {
  const named = [...sources('rules'), ...sources('domain')].flatMap(({ text }) =>
    [...text.matchAll(/mutation: [^\n]*'(\w+)'/g)].map(([, name = '']) => name),
  );
  return [...new Set(named)].toSorted();
}

/** Rule and message code of every violation that offers a mutation as remedy, as the source of the rules has it. */
export function mendable(): readonly string[] {
  const all = sources('rules').filter(({ file }) => !shared.includes(basename(file)));
  const named = all
    .filter(({ text }) => makers.test(text))
    .flatMap((source) =>
      mendableCodesOf(source.text).flatMap((code) => rulesOf(source, all).map((rule) => `${rule} ${code}`)),
    );
  return [...new Set(named)].toSorted();
}
