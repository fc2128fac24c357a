// Finds files, exports and packages that nobody uses. What it cannot see being used is named here, with who uses it.
module.exports = {
  entry: [
    'src/cli/main.ts',
    // Behind `exec`, so that signals to npm reach it.
    'quickstart/main.ts',
    'bench/main.ts',
    'test/serverless/main.ts',
    // Functions of AWS Lambda, bundled by scripts/bundle-function.ts.
    'src/lambda/{api,run-task,deliver-webhook,sweep,sweep-webhooks,migrate,create-token}.ts',
    'scripts/*.{ts,js,mjs}',
    // Run by hand, and by a test.
    'examples/first-cluster.ts',
    // Started as processes of their own, by tests.
    'test/shared-server.ts',
    'test/api/engine/crashing-worker.ts',
    'test/api/webhooks/webhook-sender.ts',
    'test/api/edges/embedded/server-user.ts',
  ],
  project: [
    'src/**/*.ts',
    'scripts/**/*.{ts,js,mjs}',
    'quickstart/**/*.ts',
    'bench/**/*.ts',
    'examples/*.ts',
    'test/**/*.ts',
    'prisma/*.prisma',
  ],
  // A package of its own, with packages of its own.
  ignore: ['infra/**'],
  // A type that another exported one names may be exported too, whether or not somebody writes its name.
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreDependencies: [
    // Bundled for the browser out of a text: scripts/build-ide.ts.
    'graphiql',
    // Run by scripts/run-tests.ts.
    'dependency-cruiser',
  ],
  // Of the operating system.
  ignoreBinaries: ['debugfs', 'flock', 'ip', 'openssl', 'script', 'ssh-keygen'],
};
