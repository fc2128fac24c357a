// The direction of imports: domain ← ports ← probes ← rules, steps, proofs; plan → steps; engine → ports, events, plan's
// shapes; commands → rules, plan, engine; workers → engine, steps; graphql → commands, reads; only app.ts builds edges.
const folders = (...names) => `^src/(${names.join('|')})/`;

const mayImport = {
  domain: [],
  ports: ['domain'],
  probes: ['domain', 'ports'],
  rules: ['domain', 'ports', 'probes'],
  steps: ['domain', 'ports', 'probes'],
  proofs: ['domain', 'ports', 'probes'],
  plan: ['domain', 'ports', 'probes', 'steps'],
  events: ['domain', 'ports'],
  engine: ['domain', 'ports', 'probes', 'events', 'plan', 'steps'],
  commands: ['domain', 'ports', 'probes', 'rules', 'steps', 'plan', 'engine', 'events'],
  workers: ['domain', 'ports', 'probes', 'steps', 'proofs', 'engine', 'plan', 'events'],
  reads: ['domain', 'ports', 'probes', 'rules', 'plan', 'steps', 'events'],
  graphql: ['domain', 'ports', 'probes', 'rules', 'plan', 'steps', 'commands', 'reads', 'events', 'engine'],
  edges: ['domain', 'ports', 'probes', 'steps', 'engine', 'workers'],
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
      from: { path: '^src/', pathNot: '^src/(graphql/|app\\.ts|server\\.ts)' },
      to: { path: 'node_modules/type-graphql' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/edges/prisma/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
