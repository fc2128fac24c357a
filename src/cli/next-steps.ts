import type { Api } from '../app.js';
import { quote } from '../domain/quote.js';
import { usualUrl } from './client/api-options.js';
import { programName } from './program-name.js';

/**
 * What a person does once the server runs, with commands to copy.
 * @param data folder of the server, unless it is the usual one: a token that is made elsewhere is not known here
 */
export function nextSteps(
  { url, hasToken }: Pick<Api, 'url' | 'hasToken'>,
  data: string | undefined,
  hasOwnDatabase: boolean,
): string {
  const folder = data === undefined ? '' : ` --data ${quote(data)}`;
  const create = `(umask 077; ${programName} token create${folder} >hostwright-token)`;
  const token = hasToken
    ? 'An API token was made before; it is not kept here. Another one, in another terminal:'
    : 'There is no API token yet. Make the first one, in another terminal:';
  const sameUrl = hasOwnDatabase ? '' : '\n\nwith the DATABASE_URL of this server in its environment.';
  const elsewhere = url === usualUrl ? '' : `
Commands and examples find this server, which is not where it usually is, by

    export HOSTWRIGHT_URL=${quote(url)}
`; // prettier-ignore
  return `${token}

    ${create}${sameUrl}

${url} in a browser shows an editor for requests; it takes the token as a header:

    {"authorization": "Bearer TOKEN"}
${elsewhere}
Next: make an SSH key, let it in on your hosts, make them known, declare a cluster: "Your own machines" in README.md.
Ctrl-C stops the server; what runs on hosts comes to an end first.`;
}
