// Finds files, exports and packages that nobody uses.
module.exports = {
  // Costs are written into docs/deploying.md by a script of the root.
  entry: ['app.ts', 'costs/*.ts', 'test/**/*.test.ts'],
  project: ['**/*.ts'],
};
