import { existsSync } from 'node:fs';
import { chmod, cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolders } from '../node/make-folders.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** `initdb`, `pg_ctl` and `postgres` in one folder, where the server's user may run them. */
export interface PostgresPrograms {
  readonly folder: string;
  readonly major: number;
}

const packageManifest = z.object({ version: z.string() });
const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));
const debianMajors = [17, 16, 15] as const;

/**
 * The programs of the npm package for this platform, copied once below `home`: a package may live in a folder that only
 * we can enter, and a running server must outlive an update of it. Without such a package: those that Debian installed.
 * @param major the version that an existing database needs, if there is one
 */
export async function postgresPrograms(home: string, major?: number): Promise<PostgresPrograms> {
  const packaged = await packagedPrograms(home, major);
  const programs = packaged ?? debianPrograms(major);
  if (programs !== undefined) return programs;
  const wanted = major === undefined ? 'PostgreSQL' : `PostgreSQL ${major}, which wrote this database,`;
  throw new EmbeddedPostgresError(
    `${wanted} is not there for ${process.platform}-${process.arch}; npm brings one for x86-64 Linux, with the optional dependencies. Set DATABASE_URL to the postgres:// URL of a PostgreSQL 15 or newer, or install one here (Debian: apt-get install postgresql-${major ?? 15}).`,
  );
}

async function packagedPrograms(home: string, major: number | undefined): Promise<PostgresPrograms | undefined> {
  const source = packageFolder(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (source === undefined) return undefined;
  const manifest: unknown = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'));
  const { version } = packageManifest.parse(manifest);
  const packagedMajor = Number.parseInt(version, 10);
  if (major !== undefined && major !== packagedMajor) return undefined;
  const target = join(home, `postgresql-${version}`);
  if (!existsSync(target)) await copy(join(source, 'native'), target);
  return { folder: join(target, 'bin'), major: packagedMajor };
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    return undefined;
  }
}

function debianPrograms(major: number | undefined): PostgresPrograms | undefined {
  return debianMajors
    .filter((candidate) => major === undefined || candidate === major)
    .map((candidate) => ({ folder: `/usr/lib/postgresql/${candidate}/bin`, major: candidate }))
    .find(({ folder }) => existsSync(join(folder, 'postgres')));
}

/** Appears complete or not at all: a process may die here, and two may copy at once. */
async function copy(source: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}`;
  await rm(temporary, { recursive: true, force: true });
  await makeFolders(dirname(target), 0o755);
  await cp(source, temporary, { recursive: true, verbatimSymlinks: true });
  await chmod(temporary, 0o755);
  for (const program of ['initdb', 'pg_ctl', 'postgres']) await chmod(join(temporary, 'bin', program), 0o755);
  await linkLibraries(temporary);
  try {
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}

/** npm packages carry no links; this package makes them in an install script, which many installations leave out. */
async function linkLibraries(folder: string): Promise<void> {
  const list: unknown = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of symlinks.parse(list)) {
    const link = join(folder, target.replace(/^native\//, ''));
    if (!existsSync(link)) await symlink(basename(source), link);
  }
}
