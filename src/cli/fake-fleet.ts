import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import { ssh2KeyPairs } from '../edges/ssh2/ssh2-key-pairs.js';
import { FakeFleet } from '../fake-fleet/fake-fleet.js';
import { parseFault } from '../fake-fleet/parse-fault.js';
import { fleetNetworks, planFleet } from '../fake-fleet/plan-fleet.js';

const options = z.object({
  hosts: z.number(),
  address: z.string(),
  port: z.number(),
  authorizedKey: z.string(),
  fault: z.array(z.string()),
  json: z.boolean().default(false),
});

/** Parses a whole number of a command line within its limits. */
function within(least: number, most: number): (given: string) => number {
  return (given) => {
    const parsed = z.coerce.number().int().min(least).max(most).safeParse(given);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

type Given = z.infer<typeof options>;
type Placed = ReturnType<typeof planFleet>;

async function started({ address, port, authorizedKey, fault }: Given, placed: Placed): Promise<FakeFleet> {
  const last = port + placed.length - 1;
  if (last > 65_535)
    throw new AppError(
      'BAD_REQUEST',
      `the last of ${placed.length} hosts would have port ${last}; a port is at most 65535`,
    );
  const names = placed.map(({ name }) => name);
  const faults = fault.map((text) => parseFault(text, names));
  const authorized = existsSync(authorizedKey) ? readFileSync(authorizedKey, 'utf8') : authorizedKey;
  const plans = placed.map(({ plan }) => plan);
  const fleet = await FakeFleet.start({ plans, address, port, authorized, keyPairs: ssh2KeyPairs });
  for (const one of faults) fleet.server(one.host).host.inject(one.fault);
  return fleet;
}

/** Runs until SIGTERM or SIGINT. What it prints is the sign that all hosts listen. */
export const fakeFleet = new Command('fake-fleet')
  .description('Run SSH hosts that are models of Debian hosts, to try an installation of Hostwright against')
  .option('--hosts <number>', 'how many hosts: a manager, the others nodes', within(1, 1_000), 4)
  .option('--address <address>', 'where all of them listen', '127.0.0.1')
  .option('--port <port>', 'port of the first host, the others follow; 0 for any that are free', within(0, 65_535), 0)
  .requiredOption('--authorized-key <key>', 'the public key that may enter, or a file with such keys')
  .option(
    '--fault <host=fault>',
    'something that goes wrong on a host; may be given again',
    (given: string, before: readonly string[]) => [...before, given],
    [],
  )
  .option('--json', 'print the hosts as JSON')
  .action(async (said: unknown, command: Command) => {
    const given = options.parse(said);
    const { hosts: count, address, json } = given;
    const placed = planFleet(count);
    const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    const fleet = await started(given, placed).catch((error: unknown) => {
      if (error instanceof AppError) command.error(`error: ${error.message}`);
      throw error;
    });
    const hosts = placed.map(({ name, publicAddress, privateAddress }) => {
      const { port: listens, hostKeySha256 } = fleet.server(name);
      return { name, address, port: listens, user: 'root', hostKeySha256, publicAddress, privateAddress };
    });
    if (json) console.log(JSON.stringify({ networks: fleetNetworks, hosts }));
    else {
      for (const host of hosts) {
        const own = `${host.publicAddress} ${host.privateAddress}`;
        console.log(`${host.name}  root@${address} port ${host.port}  ${host.hostKeySha256}  ${own}`);
      }
      console.log(`networks ${fleetNetworks.public} (public) and ${fleetNetworks.private} (private)`);
    }
    await told;
    await fleet.close();
  });
