// Finds files, exports and packages that nobody uses.
module.exports = {
  entry: ['app.ts', 'bundle-missing.ts', 'test/**/*.test.ts'],
  project: ['**/*.ts'],
  ignoreDependencies: ['esbuild'],
};
