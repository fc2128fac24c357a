// Projects, so that each can be run and counted by itself: unit (no socket), api (PostgreSQL), lab (real hosts), and serverless, which
// test/serverless/main.ts runs.
const shared = {
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

const begun = { globalSetup: '<rootDir>/test/start-shared.ts', globalTeardown: '<rootDir>/test/end-shared.ts' };

module.exports = {
  testSequencer: '<rootDir>/test/longest-first.js',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...shared, displayName: 'api', ...begun, testMatch: ['<rootDir>/test/api/**/*.test.ts'] },
    { ...shared, displayName: 'lab', ...begun, testMatch: ['<rootDir>/test/lab-tests/**/*.test.ts'] },
    { ...shared, displayName: 'serverless', testMatch: ['<rootDir>/test/serverless/*.test.ts'] },
  ],
};
