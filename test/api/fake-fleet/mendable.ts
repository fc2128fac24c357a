import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const src = join(__dirname, '..', '..', '..', 'src');
/** What makes a remedy that is a mutation. `confirmHostKey` and `observeHosts` are for what is unknown. */
const makers = /\b(?:repairCluster|proveCluster|declareShare|declareHeld)\(/;
/** A message code or several, in the object of a violation or as argument of what makes one. */
const codes = /(?:\bcode:|\bviolated\()\s*[^\n]*?'[A-Z]+(?:_[A-Z0-9]+)+'[^\n]*/g;
const quoted = /'([A-Z]+(?:_[A-Z0-9]+)+)'/g;
/** Whatever is offered beside the code is for a person. Where it is made elsewhere it may be a mutation. */
const byHand = /remedies: (?:\[\s*)?(?:runByHand|declareInstead|allowKernelNfs|takeFrom|trait\.remedy)\(/;
const endOfViolation = /\n\s*\}\);|\n\}\n/;

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

function mendableCodesOf(text: string): readonly string[] {
  return [...text.matchAll(codes)].flatMap(({ 0: line, index }) => {
    const rest = text.slice(index);
    const violation = rest.slice(0, endOfViolation.exec(rest)?.index);
    if (!makers.test(violation) && byHand.test(violation)) return [];
    return [...line.matchAll(quoted)].map(([, code = '']) => code);
  });
}

function sources(folder: 'rules' | 'domain'): readonly Source[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(src, folder, file), 'utf8') }));
}

/** Every mutation that a remedy of a finding names: what lets a host be reached again comes from the domain. */
export function offeredMutations(): readonly string[] {
  const named = [...sources('rules'), ...sources('domain')].flatMap(({ text }) =>
    [...text.matchAll(/mutation: [^\n]*'(\w+)'/g)].map(([, name = '']) => name),
  );
  return [...new Set(named)].toSorted();
}

/** Rule and message code of every violation that offers a mutation as remedy, as the source of the rules has it. */
export function mendable(): readonly string[] {
  const all = sources('rules').filter(({ file }) => basename(file) !== 'remedy.ts');
  const named = all
    .filter(({ text }) => makers.test(text))
    .flatMap((source) =>
      mendableCodesOf(source.text).flatMap((code) => rulesOf(source, all).map((rule) => `${rule} ${code}`)),
    );
  return [...new Set(named)].toSorted();
}
