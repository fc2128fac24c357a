import { describeChange } from '../../../src/steps/change.js';

it.each([
  [['systemctl', 'restart', 'nginx'], 'run systemctl restart nginx'],
  [['useradd', '--comment', 'Hostwright account', 'shop1'], "run useradd --comment 'Hostwright account' shop1"],
  [['chmod', '0750', ''], "run chmod 0750 ''"],
  [['sh', '-c', 'echo "$1" | it\'s'], `run sh -c 'echo "$1" | it'\\''s'`],
] as const)('a command is told as a shell takes it: %j', (argv, told) => {
  expect(describeChange({ do: 'run', argv })).toBe(told);
});

it('a directory that is there is told as given its owner and mode, not as made', () => {
  const make = { do: 'makeDirectory', path: '/chroot', mode: '0755', owner: 'root', group: 'root' } as const;
  expect(describeChange(make)).toBe('make directory /chroot (root:root, mode 0755)');
  expect(describeChange({ ...make, isThere: true })).toBe('give directory /chroot owner root:root and mode 0755');
});
