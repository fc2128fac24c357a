// The IDE in the browser; `scripts/build-ide.ts` bundles it with everything that it needs.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(workers[label] ?? 'editor.worker.js', import.meta.url), { type: 'module' }),
};

const fetcher = createGraphiQLFetcher({ url: '/graphql' });
const defaultHeaders = '{ "Authorization": "Bearer hw_…" }';
createRoot(document.querySelector('#ide')).render(createElement(GraphiQL, { fetcher, defaultHeaders }));
