import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import express, { type Handler, Router } from 'express';

/** Where `npm run build` puts the IDE, whether this file runs from `src` or from `dist`. */
function builtIde(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'dist', 'ide');
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Hostwright API</title>
    <link rel="stylesheet" href="/ide/graphiql.css" />
    <style>html, body, #ide { height: 100%; margin: 0; }</style>
  </head>
  <body>
    <div id="ide"></div>
    <script type="module" src="/ide/graphiql.js"></script>
  </body>
</html>
`;

/** Nothing is loaded from elsewhere, whatever the page may come to hold; Monaco writes its styles into it. */
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

const showPage: Handler = (request, response, next) => {
  if (request.method !== 'GET' || request.headers.accept?.includes('text/html') !== true) return next();
  response.set('content-security-policy', policy).type('html').send(page);
};

/** GraphiQL for people who open `/graphql` in a browser, from files of this package. It asks with the token typed into it. */
export function ide(folder = builtIde()): Router {
  const router = Router();
  router.use('/ide', express.static(folder, { fallthrough: true, index: false }));
  if (existsSync(folder)) router.get('/graphql', showPage);
  return router;
}
