import type { ApiClient } from './api-client.js';

/** Takes the token by its standard input: an argument can be read by everybody on the machine. */
function curl({ url }: ApiClient, query: string): string {
  const body = JSON.stringify({ query });
  return `authorization | curl -s --config - ${url} -H 'content-type: application/json' \\\n  -d '${body}'`;
}

/** What a new user can copy into a shell once the quickstart's API is open. */
export function threeRequests(client: ApiClient, clusterId: string, lab: number): string {
  return `
The API is open at ${client.url} until Ctrl-C; the same address in a browser shows an editor for requests.
Token: ${client.token}
To look at a host itself: npm run lab -- ssh --lab ${lab} node1

Requests to copy, after this line:

authorization() { printf 'header = "authorization: Bearer %s"\\n' '${client.token}'; }

1. The cluster, its hosts and accounts:

${curl(client, '{ clusters(first: 5) { nodes { name state quorumAddress { address } hosts(first: 10) { nodes { name role state } } accounts(first: 10) { nodes { name uid state } } } } }')}

2. What would be done to add another account (validateOnly: nothing is written):

${curl(client, `mutation { createAccount(input: {idempotencyKey: "quickstart-1", validateOnly: true, clusterId: "${clusterId}", name: "shop2"}) { plan { tasks { hostId steps { kind subjects } } findings { rule { id } severity verdict message } } userErrors { code message } } }`)}

3. Add it, and ask what became of it:

${curl(client, `mutation { createAccount(input: {idempotencyKey: "quickstart-2", clusterId: "${clusterId}", name: "shop2"}) { account { name uid } operation { id state } userErrors { code message } } }`)}
${curl(client, '{ operations(first: 1) { nodes { kind state tasks(first: 10) { nodes { host { name } state steps(first: 10) { nodes { kind outcome summary } } } } } } }')}
`;
}
