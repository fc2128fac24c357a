import { LineCounter, parseDocument, type Document } from 'yaml';
import { wordsForIssue } from '../domain/issue-words.js';
import { judgeablePart, neededPart, type Unshaped } from './judgeable-part.js';
import { manifest, type Manifest } from './manifest.js';
import { missedFor } from './missed-for.js';
import { nameProblems } from './name-problems.js';
import { Offsets } from './offsets.js';
import type { Problem } from './problem.js';
import { shapeProblems } from './shape-problems.js';
import { textProblem } from './text-problem.js';
import { takeOutUnresolved } from './unresolved-aliases.js';

/** Where something stands in the text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedProblem extends Problem, Place {}

export interface JudgedPart {
  readonly manifest: Manifest;
  /** Places that only stand-ins are at. */
  readonly unshaped: readonly Unshaped[];
  /** Where the whole manifest has what is at a place of the part. */
  inWhole(path: readonly string[]): readonly string[];
}

export interface Reading {
  /** Whether the text is YAML or JSON at all. */
  readonly isText: boolean;
  /** What was written, as far as it has the shape of a manifest; there may be problems with its names beside it. */
  readonly manifest: Manifest | undefined;
  /** The same, or what of it has the shape and can be judged by itself. */
  readonly judged: JudgedPart | undefined;
  /** Parts that have to have the shape before everything can be judged; empty where it is, or where the text cannot be read. */
  readonly neededFirst: readonly string[];
  readonly problems: readonly PlacedProblem[];
  /** Where a part of the manifest stands, or the nearest part around it that is written. */
  placeOf(path: readonly string[], isKey?: true): Place;
}

/** Longest text that is read, in characters: that of some ten thousand accounts. */
const longestManifest = 4_000_000;
const start: Place = { line: 1, column: 1 };

/** Reads a manifest, YAML or JSON, and tells everything that is wrong with it at once. */
export function readManifest(text: string): Reading {
  const lines = new LineCounter();
  const unreadable = (problems: readonly PlacedProblem[]): Reading => ({
    ...{ isText: false, manifest: undefined, judged: undefined, neededFirst: [], problems },
    placeOf: () => start,
  });
  if (text.length > longestManifest) {
    return unreadable([{ ...start, path: [], message: `too long; at most ${longestManifest} characters` }]);
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) return unreadable(textProblems(document, text, lines));
  const unresolved = new Map(takeOutUnresolved(document).map(({ offset, message }) => [offset, message]));
  let data: unknown;
  try {
    data = document.toJS();
  } catch (error) {
    return unreadable([{ ...start, path: [], message: error instanceof Error ? error.message : String(error) }]);
  }
  const offsets = new Offsets(document);
  const placeOf: Reading['placeOf'] = (path, isKey) => placeAt(lines, offsets.of(path, isKey));
  const { value, judged, problems } = shaped(data);
  // What names something that a misspelt key holds is right, as far as is known.
  const isWhole = problems.every(({ isKey, path }) => isKey !== true || path.length > 1);
  // What is declared by a name that cannot be read is not known to be undeclared.
  const isNamed = !problems.some(isOfNetworkName);
  const ofNames = isWhole ? nameProblems(data).filter(({ saidBy }) => isNamed || saidBy !== 'R-NET-1') : [];
  const saidAlready = new Set(ofNames.flatMap(({ saysShape, path }) => (saysShape ? [JSON.stringify(path)] : [])));
  const told = [...problems.filter(({ path }) => !saidAlready.has(JSON.stringify(path))), ...ofNames];
  const ofAliases = new Map<number, readonly string[]>();
  const others = told.filter(({ path, isKey }) => {
    const offset = offsets.of(path, isKey);
    if (!unresolved.has(offset)) return true;
    ofAliases.set(offset, path);
    return false;
  });
  const placed = [
    ...others.map((problem) => ({
      ...{ ...placeOf(problem.path, problem.isKey), ...problem },
      message: messageOf(problem, placeOf),
    })),
    ...[...unresolved].map(([offset, message]) => ({
      ...placeAt(lines, offset),
      path: ofAliases.get(offset) ?? [],
      message,
    })),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column);
  const needed = judged?.unshaped.flatMap(({ parts }) => parts) ?? problems.flatMap((one) => neededPart(one) ?? []);
  const neededFirst = [...new Set(needed)];
  return { isText: true, manifest: value, judged, neededFirst, problems: placed, placeOf };
}

/** A name, or what would have held it. */
function isOfNetworkName({ path: [part, , key = 'name'] }: Problem): boolean {
  return part === 'networks' && key === 'name';
}

function messageOf({ message, first }: Problem, placeOf: Reading['placeOf']): string {
  return first === undefined ? message : `${message}: first in line ${placeOf(first).line}, ${first.join('.')}`;
}

/**
 * One closing that is missed is missed by everything around it too. What nests without end is told of nothing else, and a tab of nothing
 * but tabs: the lines around it are read as if it were not there.
 */
function textProblems(document: Document.Parsed, text: string, lines: LineCounter): readonly PlacedProblem[] {
  const tooDeep = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (tooDeep !== undefined) return [{ ...placeAt(lines, tooDeep.pos[0]), path: [], message: 'nested too deeply' }];
  const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const told = tabs.length > 0 ? tabs : document.errors;
  const all = told.map((error) => textProblem(document, text, error));
  const once = new Map(all.toReversed().map(({ offset, message }) => [offset, { offset, message }]));
  return [...once.values()]
    .toReversed()
    .map(({ offset, message }) => ({ ...placeAt(lines, offset), path: [], message }));
}

interface Shaped {
  readonly value: Manifest | undefined;
  readonly judged: JudgedPart | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Unknown keys are told and passed over, and so is what has not the shape, so that the rest is judged all the same; but for keys that
 * may have been meant by unknown ones, in whose place rules would miss them.
 */
function shaped(data: unknown): Shaped {
  const first = manifest.safeParse(data, { error: wordsForIssue });
  if (first.success) return { value: first.data, judged: whole(first.data), problems: [] };
  const problems = shapeProblems(first.error.issues);
  const unknown = problems.filter(({ isKey }) => isKey === true);
  const known = withoutKeys(data, new Set(unknown.map(({ path }) => JSON.stringify(path))));
  const part = judgeablePart(
    known,
    problems.filter(({ isKey }) => isKey !== true),
    missedFor(data, unknown),
  );
  const rest = manifest.safeParse(part?.data);
  return {
    value: unknown.length === problems.length ? manifest.safeParse(known).data : undefined,
    judged: part && rest.data && { manifest: rest.data, unshaped: part.unshaped, inWhole: part.inWhole },
    problems,
  };
}

function whole(manifest: Manifest): JudgedPart {
  return { manifest, unshaped: [], inWhole: (path) => path };
}

function withoutKeys(data: unknown, keys: ReadonlySet<string>, path: readonly string[] = []): unknown {
  if (Array.isArray(data)) return data.map((item, index) => withoutKeys(item, keys, [...path, String(index)]));
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([key]) => !keys.has(JSON.stringify([...path, key])));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutKeys(member, keys, [...path, key])]));
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
