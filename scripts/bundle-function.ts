import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import type { FunctionName } from './function-names.js';

const root = join(__dirname, '..');

/** Looked for when they are wanted and done without: native parts, and credentials that a function does not have. */
const doneWithout = [
  ...['*.node', 'cpu-features', 'pg-native', 'pg-cloudflare', 'class-validator'],
  ...['sso', 'ini', 'process', 'web-identity', 'login', 'http'].map((kind) => `@aws-sdk/credential-provider-${kind}`),
];

/** zod brings its messages in fifty languages along, and no way to leave them out. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /zod[/\\]v4[/\\]locales[/\\]index\.c?js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
      resolveDir: join(root, 'node_modules', 'zod', 'v4', 'locales'),
    }));
  },
};

/**
 * graphql comes in two forms, and those who ask for a part of it by its path get the one that is not preferred here. Both at once do
 * not know each other's types, and every list would fail.
 */
const oneGraphql: Plugin = {
  name: 'one-graphql',
  setup({ onResolve }) {
    onResolve({ filter: /^graphql$/ }, () => ({ path: join(root, 'node_modules', 'graphql', 'index.js') }));
  },
};

/** Puts a function with all that it needs into one file; what it is made of, by file. */
export async function bundleFunction(name: FunctionName, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [join(root, 'src', 'lambda', `${name}.ts`)],
    absWorkingDir: root,
    outfile,
    bundle: true,
    minify: true,
    // Names of classes are those of the schema's types.
    keepNames: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: doneWithout,
    plugins: [englishOnly, oneGraphql],
    metafile: true,
    logLevel: 'error',
  });
  return metafile;
}
