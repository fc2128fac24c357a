import { inCommand } from '../../../src/rules/in-command.js';

describe('inCommand', () => {
  it.each(['ops', 'eth0.100', 'web-01', 'br0:1'])('shows %s as it is', (name) => {
    expect(inCommand(name, 'NAME')).toBe(name);
  });

  it.each(['', '-rf', 'a b', 'a;reboot', '$(reboot)', "it's", 'a\nb'])('puts a placeholder for %j', (name) => {
    expect(inCommand(name, 'NAME')).toBe('NAME');
  });
});
