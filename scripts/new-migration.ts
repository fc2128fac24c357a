import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');
const usage = `npm run migrate:new -- NAME

Writes the next migration, prisma/migrations/TIME_NAME/migration.sql: the SQL that leads from the migrations there are to
prisma/schema.prisma. NAME is lower case with underscores, e.g. add_host_labels. Read it before you commit it.`;

/** What Prisma says is missing; empty where the migrations lead to the schema already. */
function difference(): string {
  const prisma = join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const args = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
  const engine = join(root, 'scripts', 'schema-engine.mjs');
  return execFileSync(process.execPath, [prisma, ...args, '--script'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: engine,
      // Never opened: the engine brings a database of its own.
      DATABASE_URL: 'postgresql://localhost/unused',
    },
  });
}

function main(args: readonly string[]): number {
  const [name] = args;
  if (name === '--help') {
    console.log(usage);
    return 0;
  }
  if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
    console.error(usage);
    return 2;
  }
  const sql = difference();
  if (!/^(CREATE|ALTER|DROP|COMMENT)/m.test(sql)) {
    console.log('the migrations lead to the schema already; there is nothing to write');
    return 0;
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(root, 'prisma', 'migrations', `${time}_${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), sql);
  console.log(`wrote ${join(folder, 'migration.sql')}`);
  return 0;
}

process.exit(main(process.argv.slice(2)));
