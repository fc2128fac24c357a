import { describeChange } from '../../../src/steps/change.js';

it.each([
  [['systemctl', 'restart', 'nginx'], 'run systemctl restart nginx'],
  [['useradd', '--comment', 'Hostwright account', 'shop1'], "run useradd --comment 'Hostwright account' shop1"],
  [['chmod', '0750', ''], "run chmod 0750 ''"],
  [['sh', '-c', 'echo "$1" | it\'s'], `run sh -c 'echo "$1" | it'\\''s'`],
] as const)('a command is told as a shell takes it: %j', (argv, told) => {
  expect(describeChange({ do: 'run', argv })).toBe(told);
});
