#!/usr/bin/env node
// Stands in for the schema engine that Prisma's command line would download: answers its JSON-RPC, one message a line, with
// the WebAssembly build of that engine on an in-memory PGlite. It never opens the real database, so only commands that work
// on a shadow database make sense with it (`migrate diff`).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const require = createRequire(import.meta.url);

/** Arguments that the command line starts an engine with; each of them but --version carries a value. */
function parseArguments(argv) {
  const models = [];
  let version = false;
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--version') version = true;
    else if (argv[i] === '--datamodels') models.push(argv[++i]);
    else if (argv[i].startsWith('--')) i++;
  }
  return { models, version };
}

async function loadEngine() {
  const folder = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bindings = await import(join(folder, 'schema_engine_bg.js'));
  const module = new WebAssembly.Module(readFileSync(join(folder, 'schema_engine_bg.wasm')));
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

const { models, version } = parseArguments(process.argv.slice(2));
if (version) {
  console.log('schema-engine-wasm');
  process.exit(0);
}

// Standard output belongs to the protocol; the command line reads the reason of a crash from this line.
process.on('unhandledRejection', (reason) => {
  const message = String(reason?.stack ?? reason);
  process.stderr.write(JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields: { message } }) + '\n');
  process.exit(101);
});

let engine;
async function getEngine() {
  if (engine === undefined) {
    const { SchemaEngine } = await loadEngine();
    const datamodels = models.length === 0 ? undefined : models.map((path) => [path, readFileSync(path, 'utf8')]);
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
    engine = await SchemaEngine.new({ datamodels }, () => undefined, adapter);
  }
  return engine;
}

const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
let printed = 0;

/** The engine in the browser returns what the native one prints by a request of its own. */
function print(content) {
  printed += 1;
  send({ id: `print-${printed}`, method: 'print', params: { content } });
}

async function answer({ id, method, params }) {
  try {
    const engine = await getEngine();
    const name = method === 'getDatabaseVersion' ? 'version' : method;
    if (typeof engine[name] !== 'function') throw new Error(`The schema engine has no method ${method}.`);
    const result = await engine[name](params);
    if (method === 'diff' && result.stdout) print(result.stdout);
    send({ id, result: method === 'diff' ? { exitCode: result.exitCode } : (result ?? null) });
  } catch (error) {
    const data = {
      is_panic: false,
      message: String(error?.message ?? error),
      error_code: error?.code ?? null,
      meta: error?.meta ?? null,
    };
    send({ id, error: { code: 4466, message: 'error', data } });
  }
}

let last = Promise.resolve();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method !== undefined) last = last.then(() => answer(message));
  })
  .on('close', () => {
    void last.then(() => process.exit(0));
  });
