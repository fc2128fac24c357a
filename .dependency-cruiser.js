// The direction of imports: domain ← ports ← probes ← proofs ← rules; probes ← steps; plan → steps, proofs; events → ports; engine → ports, events and the
// shapes of plans, no step;
// commands → rules, proofs, plan, engine; workers → engine, steps, proofs; graphql → commands, reads; edges → ports and what steps ask of the way
// to a host. Only app.ts, installation.ts, wiring, lambda and the command line build edges.
const folders = (...names) => `^src/(${names.join('|')})/`;

const mayImport = {
  domain: [],
  ports: ['domain'],
  probes: ['domain', 'ports'],
  proofs: ['domain', 'ports', 'probes'],
  rules: ['domain', 'ports', 'probes', 'proofs'],
  steps: ['domain', 'ports', 'probes'],
  plan: ['domain', 'ports', 'probes', 'proofs', 'steps'],
  events: ['domain', 'ports'],
  engine: ['domain', 'ports', 'probes', 'plan', 'events'],
  manifest: ['domain', 'rules', 'steps'],
  commands: ['domain', 'ports', 'probes', 'proofs', 'rules', 'steps', 'plan', 'engine', 'events', 'manifest'],
  workers: ['domain', 'ports', 'probes', 'proofs', 'steps', 'engine', 'events'],
  reads: ['domain', 'ports', 'probes', 'rules', 'plan', 'steps', 'manifest'],
  graphql: [
    'domain',
    'ports',
    'probes',
    'proofs',
    'rules',
    'plan',
    'steps',
    'commands',
    'reads',
    'engine',
    'events',
    'manifest',
  ],
  edges: ['domain', 'ports', 'probes', 'steps'],
  moving: ['domain', 'ports', 'edges', 'engine'],
  'fake-fleet': ['domain', 'ports', 'probes', 'proofs', 'steps'],
};

const direction = Object.entries(mayImport).map(([from, allowed]) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: folders(from) },
  to: { path: '^src/', pathNot: [folders(from, ...allowed)] },
}));

module.exports = {
  forbidden: [
    ...direction,
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'decorators-in-graphql-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(graphql/|app\\.ts)' },
      to: { path: 'node_modules/type-graphql' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
