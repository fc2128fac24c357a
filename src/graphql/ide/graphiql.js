// The IDE in the browser; `scripts/build-ide.ts` bundles it with everything that it needs.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';
import 'graphiql/style.css';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(new URL(workers[label] ?? 'editor.worker.js', import.meta.url), { type: 'module' }),
};

const ask = createGraphiQLFetcher({ url: '/graphql' });

/** Subscriptions are streams of server-sent events, a connection each, with the token typed into the page. */
function fetcher(request, options) {
  const operation = getOperationAST(options?.documentAST, request.operationName);
  if (operation?.operation !== 'subscription') return ask(request, options);
  return createClient({ url: '/graphql/stream', headers: options.headers, retryAttempts: 0 }).iterate(request);
}

const defaultHeaders = '{ "Authorization": "Bearer hw_…" }';
createRoot(document.querySelector('#ide')).render(createElement(GraphiQL, { fetcher, defaultHeaders }));
