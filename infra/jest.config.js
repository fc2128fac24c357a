// Swift transforms and the rest as in the projects of the whole repository; the folders are this package's.
const [{ transform, moduleNameMapper, testEnvironment }] = require('../jest.config.js').projects;

module.exports = {
  transform,
  moduleNameMapper,
  testEnvironment,
  rootDir: __dirname,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
};
