import { installedPackages } from '../../probes/packages/installed-packages.js';
import { fakeQuestion } from './question.js';

/** A real one ends with 1 where a name is unknown, and lists the others all the same. */
export const installedPackagesQuestion = fakeQuestion(installedPackages([]), ({ packages }, names) =>
  names
    .flatMap((name) => {
      const version = packages.versionOf(name);
      return version === undefined ? [] : [`${name} installed ${version}\n`];
    })
    .join(''),
);
