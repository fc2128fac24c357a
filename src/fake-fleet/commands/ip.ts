import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';

const wrongUsage = 255;

/** Puts addresses on links and takes them off: `ip address add|replace|del ADDRESS/LENGTH dev LINK`. */
export const ip: FakeCommand = {
  program: 'ip',
  run: ({ links }, [object, verb = '', network = '', dev, link = '', ...rest]) => {
    const [address = '', length] = network.split('/');
    if (object !== 'address' || dev !== 'dev' || length === undefined || rest.length > 0) {
      throw new CommandFailed(wrongUsage, 'ip: the fake host has no model of this command');
    }
    const held = { address, prefixLength: Number(length) };
    if (verb === 'add') links.add(link, held);
    else if (verb === 'replace') links.replace(link, held);
    else if (verb === 'del') links.remove(link, held);
    else throw new CommandFailed(wrongUsage, `Command "${verb}" is unknown, try "ip address help".`);
    return '';
  },
};
