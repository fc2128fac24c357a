import type { Finding, Severity } from '../rules/rule.js';
import { judgeManifest, type JudgedManifest } from './judge-manifest.js';
import { readManifest, type Place } from './read-manifest.js';
import { unjudgedInWords } from './unjudged-in-words.js';

/** One thing that is wrong with a manifest, or worth to know of it. */
export interface Told extends Place {
  /** Keys and positions from the top of the manifest, e.g. `members.0.host`; empty where it is about the whole. */
  readonly path: string;
  /** Null where it is no manifest, or names nothing, rather than violating a requirement. */
  readonly rule: string | null;
  readonly severity: Severity;
  /** What a rule's verdict is about, by name; null with `rule`. */
  readonly subject: string | null;
  readonly message: string;
  /** What would be accepted, where the message does not say it. */
  readonly remedies: readonly string[];
}

export interface Checked {
  /** Whether the text could be read as YAML or JSON. */
  readonly isText: boolean;
  /** How much of what is told would have it refused; the state of hosts is another matter. */
  readonly inTheWay: number;
  /** What is no manifest, then what violates a rule, each in the order of the text; at last, which rules were not judged, where that is so. */
  readonly told: readonly Told[];
}

/** Everything that can be said of a manifest without a server: its shape, its names, and the rules about the value it declares. */
export function checkManifest(text: string): Checked {
  const { isText, judged, neededFirst, problems, placeOf } = readManifest(text);
  const paths = judged?.unshaped.map(({ path }) => path);
  const said = judged && judgeManifest(judged.manifest, paths);
  const judgements = (said?.judgements ?? []).map((one) => ({ ...one, path: judged?.inWhole(one.path) ?? one.path }));
  const ruled = new Set(
    judgements
      .filter(({ finding }) => finding.severity === 'ERROR')
      .map(({ finding, path }) => sameThing(finding.ruleId, path)),
  );
  const unsaid = problems.filter(({ saidBy, path }) => saidBy === undefined || !ruled.has(sameThing(saidBy, path)));
  const told = [
    ...unsaid.map(({ line, column, path, message }): Told => ({
      ...{ line, column, path: path.join('.'), rule: null, severity: 'ERROR', subject: null, message, remedies: [] },
    })),
    ...judgements.map(({ finding, path, subject, isInTheWay }): Told => ({
      ...placeOf(path),
      ...{ path: path.join('.'), rule: finding.ruleId, severity: finding.severity, subject },
      ...{ message: finding.message, remedies: remediesOf(finding, subject, isInTheWay) },
    })),
    // Rules may follow from what has not the shape.
  ].toSorted((a, b) => Number(a.rule !== null) - Number(b.rule !== null) || a.line - b.line || a.column - b.column);
  return {
    isText,
    inTheWay: unsaid.length + judgements.filter(({ isInTheWay }) => isInTheWay).length,
    told: isText && said?.unjudged.length !== 0 ? [...told, unjudged(said, neededFirst, placeOf([]))] : told,
  };
}

/** Whoever mends what is told would take it for all there is. */
function unjudged(said: JudgedManifest | undefined, neededFirst: readonly string[], place: Place): Told {
  return {
    ...{ line: place.line, column: place.column, path: '', rule: null, severity: 'WARNING', subject: null },
    message: unjudgedInWords(said, neededFirst),
    remedies: [],
  };
}

function sameThing(rule: string, path: readonly string[]): string {
  return `${rule} ${path.join('.')}`;
}

/** A warning that is in nobody's way is one that the manifest acknowledges. */
function remediesOf({ ruleId, severity, remedies }: Finding, subject: string, isInTheWay: boolean): readonly string[] {
  if (severity === 'WARNING' && !isInTheWay) return ['Nothing to do: the manifest acknowledges it'];
  const titles = remedies.map(({ title }) => title);
  if (severity !== 'WARNING') return titles;
  // As JSON, which is YAML too, and as refusals of the API print it.
  const meant = JSON.stringify({ rule: ruleId, subject });
  return [...titles, `Or acknowledge it, if it is meant: acknowledgements: [${meant}]`];
}
