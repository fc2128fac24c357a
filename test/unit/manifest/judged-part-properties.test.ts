import fc from 'fast-check';
import { parse } from 'yaml';
import { checkManifest, type Told } from '../../../src/manifest/check-manifest.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { goodManifest } from './good-manifest.js';

type Path = readonly string[];

const publicManifest = goodManifest
  .replace('PUBLIC_PRIVATE', 'PUBLIC')
  .replace(/ {2}- \{name: back.*\n/, '')
  .replace(/ *- \{network: back.*HOST\}\n/g, '')
  .replace('network: back', 'network: front')
  .replaceAll('10.0.0.10', '9.9.9.10')
  .replace('databaseServers: [db1]', 'localDatabase: true')
  .replace('{server: db1}', '{}');
const behindNat = `${goodManifest
  .replace('PUBLIC_PRIVATE', 'PRIVATE_NAT')
  .replace(/ {2}- \{name: front.*\n/, '')
  .replace(/ *- \{network: front.*HOST\}\n/g, '')
  .replace('network: front', 'network: back')
  .replaceAll('9.9.9.100', '10.0.0.100')}
nat: {mode: PORT_FORWARDING, publicAddresses: [9.9.9.9], forwardTarget: 10.0.0.100, forwardMysql: true}
`;
const external = `${goodManifest.replace(
  'databaseServers:',
  `  - host: files
    role: FILE_SERVER
    addresses:
      - {network: back, address: 10.0.0.20, purpose: HOST}
databaseServers:`,
)}userStorage: {mode: EXTERNAL, fileServer: files, exportPath: /export}
ruleSet: INTERWORX_8
panel: {name: panel, ports: [2444], databasePort: 2306, licences: [{host: node1, kind: VPS, attestedAt: '2026-01-31'}]}
acknowledgements: [{rule: R-LIC-1, subject: Host node1}]
`;
const bases = [goodManifest, publicManifest, behindNat, external].map((text): unknown => parse(text));

/** Values of the right shape, and mostly of no sense where they are put. */
const others: readonly (readonly [key: string, value: unknown])[] = [
  ...['PUBLIC', 'PUBLIC_PRIVATE', 'PRIVATE_NAT'].map((value) => ['topology', value] as const),
  ...['MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER'].map((value) => ['role', value] as const),
  ...['HOST', 'QUORUM', 'SERVICE'].map((value) => ['purpose', value] as const),
  ...['9.9.9.100', '10.0.0.10', '10.0.0.77', '9.9.7.12', '203.0.113.5'].map((value) => ['address', value] as const),
  ...['10.0.0.11', '10.0.0.99'].map((value) => ['quorumAddress', value] as const),
  ...['10.0.0.11', null].map((value) => ['forwardTarget', value] as const),
  ...['front', 'back', 'side'].flatMap((value) => [['network', value] as const, ['name', value] as const]),
  ...['9.9.9.0/24', '10.0.0.0/24', '10.0.0.0/30', '203.0.113.0/24'].map((value) => ['cidr', value] as const),
  ...['PUBLIC', 'PRIVATE'].map((value) => ['kind', value] as const),
  ...[21, 80, 2443, 3306].map((value) => ['port', value] as const),
  ...['manager', 'node1', 'nobody'].map((value) => ['host', value] as const),
  ...['BASE', 'INTERWORX_8'].map((value) => ['ruleSet', value] as const),
  ...[true, false].flatMap((value) => [['localDatabase', value] as const, ['forwardMysql', value] as const]),
  ...['MANAGED', 'EXTERNAL'].map((value) => ['lbMode', value] as const),
  ...[[], ['db1', 'db2']].map((value) => ['databaseServers', value] as const),
  ...['10.0.0.10', '9.9.9.100', '9.9.9.12'].map((value) => ['dedicatedAddress', value] as const),
  ...[[], ['9.9.9.9', '10.0.0.9']].map((value) => ['publicAddresses', value] as const),
  ...[null, { name: 'panel', ports: [21, 80] }].map((value) => ['panel', value] as const),
];

function placesIn(node: unknown, path: Path = []): readonly Path[] {
  if (typeof node !== 'object' || node === null) return [path];
  const within = Object.entries(node).flatMap(([key, value]) => placesIn(value, [...path, key]));
  return path.length === 0 ? within : [path, ...within];
}

function at(node: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (around, key) => (typeof around === 'object' && around !== null ? Reflect.get(around, key) : undefined),
    node,
  );
}

/** A copy with another value at a place, or with another key for it. */
function changed(data: unknown, path: Path, change: (around: object, key: string) => void): unknown {
  const copy: unknown = structuredClone(data);
  const around = at(copy, path.slice(0, -1));
  if (typeof around === 'object' && around !== null) change(around, path.at(-1) ?? '');
  return copy;
}

const put =
  (value: unknown) =>
  (around: object, key: string): void =>
    void Reflect.set(around, key, value);

/** None of them is of the shape that a place has. */
function broken(data: unknown, path: Path, way: number): unknown {
  const there = at(data, path);
  if (typeof there === 'object' && there !== null) return changed(data, path, put(way === 0 ? 5 : 'none'));
  if (way === 0) return changed(data, path, put({ none: 1 }));
  if (way === 1) return changed(data, path, put([[]]));
  return changed(data, path, (around, key) => {
    if (Array.isArray(around)) return put({})(around, key);
    put(there)(around, `${key}s`);
    Reflect.deleteProperty(around, key);
  });
}

function isAsIn(data: unknown, other: unknown, path: Path): boolean {
  return JSON.stringify(at(data, path)) === JSON.stringify(at(other, path));
}

/** What violates rules or is to be acknowledged, as it is told. */
function told(data: unknown): readonly string[] {
  const isSaid = ({ rule, severity }: Told): boolean => rule !== null && severity !== 'INFO';
  return checkManifest(JSON.stringify(data))
    .told.filter(isSaid)
    .map(({ rule, severity, path, subject, message }) => JSON.stringify([rule, severity, path, subject, message]));
}

const violating = fc
  .tuple(fc.constantFrom(...bases), fc.array(fc.tuple(fc.constantFrom(...others), fc.nat()), { maxLength: 3 }))
  .map(([base, edits]) =>
    edits.reduce<unknown>((data, [[key, value], index]) => {
      const places = placesIn(data).filter((path) => path.at(-1) === key);
      const place = places[index % Math.max(1, places.length)] ?? [key];
      return changed(data, place, put(value));
    }, base),
  );

test('of what has no shape somewhere no requirement is told that is not told once that is mended', () => {
  let howMany = 0;
  const breaks = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 })), { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(violating, breaks, (mended, at) => {
      fc.pre(readManifest(JSON.stringify(mended)).manifest !== undefined);
      const places = placesIn(mended).filter(([part]) => part !== 'apiVersion' && part !== 'kind');
      const bad = at.reduce<unknown>((data, [index, way]) => {
        const path = places[index % places.length] ?? [];
        // What is broken already, or within it, could be mended by that.
        return isAsIn(mended, data, path) ? broken(data, path, way) : data;
      }, mended);
      const some = told(bad);
      howMany += some.length;
      const all = told(mended);
      expect(all).toEqual(expect.arrayContaining([...some]));
    }),
    { numRuns: 100 },
  );
  expect(howMany).toBeGreaterThan(0);
});
