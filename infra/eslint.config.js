// The rules of the whole repository, which leaves this folder out because its packages are installed apart.
const rules = require('../eslint.config.js');

module.exports = [
  { ignores: ['node_modules/**', 'cdk.out/**', '**/*.js'] },
  ...rules.filter(({ ignores }) => ignores === undefined),
];
