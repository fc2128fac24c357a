import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { ManifestAccount } from './manifest-account.js';
import type { Manifest } from './manifest.js';
import { readManifest } from './read-manifest.js';
import { writeManifest } from './write-manifest.js';

type Annotations = Pick<Manifest, 'labels' | 'externalRef'>;

function annotations({ labels, externalRef }: Annotations): Annotations {
  return { ...(labels === undefined ? {} : { labels }), ...(externalRef === undefined ? {} : { externalRef }) };
}

/** What a cluster would be declared as once a manifest is applied: what the manifest leaves as it is comes from before. */
function afterwards(before: Manifest, wanted: Manifest): Manifest {
  const named = new Set(wanted.accounts.map(({ name }) => name));
  const meant = new Set(wanted.acknowledgements.map(({ rule, subject }) => `${rule} ${subject}`));
  const kept = before.acknowledgements.filter(({ rule, subject }) => !meant.has(`${rule} ${subject}`));
  const there = new Map(before.accounts.map((account) => [account.name, account]));
  const account = (one: ManifestAccount): ManifestAccount => ({ ...annotations(there.get(one.name) ?? {}), ...one });
  return {
    ...wanted,
    ...annotations(before),
    ...annotations(wanted),
    accounts: [...wanted.accounts.map(account), ...before.accounts.filter(({ name }) => !named.has(name))],
    acknowledgements: [...wanted.acknowledgements, ...kept],
  };
}

function byText<T>(entries: readonly T[], text: (entry: T) => string): T[] {
  return entries.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** Labels by their keys; none is the same as no word of labels. */
function labelled<T extends Annotations>({ labels = {}, ...rest }: T): Omit<T, 'labels'> & Annotations {
  const entries = byText(Object.entries(labels), ([key]) => key);
  return entries.length === 0 ? rest : { ...rest, labels: Object.fromEntries(entries) };
}

function inOrder(manifest: Manifest): Manifest {
  return {
    ...labelled(manifest),
    accounts: byText(manifest.accounts.map(labelled), ({ name }) => name),
    acknowledgements: byText(manifest.acknowledgements, ({ rule, subject }) => `${rule} ${subject}`),
  };
}

/** Keys in the order of the schema, whatever the order in the file. */
function canonical(manifest: Manifest): string {
  const text = writeManifest(inOrder(manifest), 'JSON');
  const { manifest: read } = readManifest(text);
  return writeManifest(read ?? manifest, 'YAML');
}

/** What a manifest changes of what is declared, as a unified diff; empty where it changes nothing. `before` is null for a new cluster. */
export function valueDiff(name: string, before: Manifest | null, wanted: Manifest): string {
  const [from, to] = [before === null ? '' : canonical(before), canonical(before === null ? wanted : afterwards(before, wanted))]; // prettier-ignore
  if (from === to) return '';
  return createTwoFilesPatch(before === null ? '/dev/null' : name, name, from, to, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
