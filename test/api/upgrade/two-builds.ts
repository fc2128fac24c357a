import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleProgram } from '../../../scripts/bundle-program.js';

const root = join(__dirname, '..', '..', '..');

/** Lower than that of any version that this tree may have. */
export const olderVersion = '0.0.9';

/** What an upgrade brings to the database besides: only more, as every migration may. */
const ofTheUpgrade = `ALTER TABLE operation ADD COLUMN of_the_upgrade text;
CREATE TABLE of_the_upgrade (id uuid PRIMARY KEY REFERENCES operation (id) ON DELETE CASCADE);
`;

/** The last commit whose code neither asks whether an operation was cancelled nor knows of moving an installation. */
const beforeCancelling = '8c42e928c2acf90a550554ae895e2c99914156b7';

/** Whether the history that a clone brings is there, with the commit that the older build is made of. */
export const hasHistory = ((): boolean => {
  try {
    execFileSync('git', ['cat-file', '-e', `${beforeCancelling}^{commit}`], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Where the older build comes from: these sources under a lower version number, or those of an earlier commit. */
export type OlderSources = 'this tree' | 'an earlier commit';

/** Two versions of the program, each in one file with the migrations that it knows. */
export interface TwoBuilds {
  /** Arguments of Node.js that start each. */
  readonly older: readonly string[];
  readonly newer: readonly string[];
  remove(): void;
}

/**
 * Builds both within the package, where they find what npm installed. The older one says that it is of a lower version, whatever it is
 * made of; the newer one knows one migration more than this tree.
 */
export async function twoBuilds(of: OlderSources): Promise<TwoBuilds> {
  const built = join(root, 'dist');
  mkdirSync(built, { recursive: true });
  const folder = mkdtempSync(join(built, `upgrade-${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const [older, newer] = [join(folder, 'older'), join(folder, 'newer')];
    for (const each of [older, newer]) {
      mkdirSync(each);
      // It marks the folder that the program takes its migrations from.
      writeFileSync(join(each, 'package.json'), '{}');
    }
    if (of === 'an earlier commit') extract(beforeCancelling, older);
    else copyMigrations(older);
    copyMigrations(newer);
    const added = join(newer, 'prisma', 'migrations', '99991231235959_of_the_upgrade');
    mkdirSync(added);
    writeFileSync(join(added, 'migration.sql'), ofTheUpgrade);
    const program = (within: string): string => join(within, 'hostwright.cjs');
    await bundleProgram(program(older), of === 'this tree' ? root : older, [ofVersion(olderVersion)]);
    await bundleProgram(program(newer));
    return { older: [program(older)], newer: [program(newer)], remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyMigrations(to: string): void {
  cpSync(join(root, 'prisma', 'migrations'), join(to, 'prisma', 'migrations'), { recursive: true });
}

function extract(commit: string, to: string): void {
  const paths = ['src', 'prisma/migrations', 'tsconfig.json'];
  const archive = execFileSync('git', ['archive', commit, ...paths], { cwd: root, maxBuffer: 256 << 20 });
  execFileSync('tar', ['-x', '-C', to], { input: archive });
}

/** Has the program say, and write into what it plans, that it is of another version. */
function ofVersion(version: string): Plugin {
  return {
    name: 'of-version',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\/src\/engine\/code-version\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const contents = text.replace(/(?<=export const codeVersion = )'[\d.]+'/, `'${version}'`);
        if (contents === text) throw new Error(`${path} holds no version to replace`);
        return { contents, loader: 'ts' };
      });
    },
  };
}
