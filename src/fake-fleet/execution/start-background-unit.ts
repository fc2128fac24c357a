import { installScript } from '../../steps/packages/packages-installed.step.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { packagedServices } from '../services/packaged-services.js';

/** Debian starts the services of a package, and has them started at every boot, as soon as it is installed. */
function install(host: FakeHost, names: readonly string[]): void {
  const fresh = host.packages.install(names);
  for (const { unit } of packagedServices.filter((one) => fresh.includes(one.package))) {
    if (host.units.show(unit).fileState === 'disabled') host.units.enable(unit);
    host.units.start(unit);
  }
}

/** Begins what a host does beside everything else: the installation of packages, the only work of that kind. */
export function startBackgroundUnit(host: FakeHost, unit: string, argv: readonly string[]): void {
  const [shell, flag, script, , ...names] = argv;
  host.background.begin(unit, () => {
    if (shell !== 'sh' || flag !== '-c' || script !== installScript) {
      throw new CommandFailed(127, `the fake host has no model of ${argv.slice(0, 3).join(' ')}`);
    }
    install(host, names);
  });
}
