import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles GraphiQL with all that it needs, so that its page loads nothing from elsewhere. */
export async function buildIde(folder: string): Promise<void> {
  await build({
    entryPoints: {
      graphiql: join(__dirname, '..', 'src', 'graphql', 'ide', 'graphiql.js'),
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    absWorkingDir: join(__dirname, '..'),
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.ttf': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
}

if (require.main === module) {
  const folder = join(__dirname, '..', 'dist', 'ide');
  const isWanted = !process.argv.includes('--if-missing') || !existsSync(folder);
  (isWanted ? buildIde(folder) : Promise.resolve()).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
