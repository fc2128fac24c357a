import { apiFrom } from './client/api-options.js';
import { ApiRefusal } from './client/ask.js';
import { ServerAway } from './client/broken-link.js';
import { planOf, type Wanted } from './client/cluster-client.js';

interface NotThere {
  /** Where the manifest has the name. */
  readonly path: readonly string[];
  readonly message: string;
}

class CannotAsk extends Error {}

/**
 * Hosts and database servers that a manifest names and that are not there, beside what is wrong with it already: only the server knows
 * them, and one of them may be the misspelt word of several. None where the server cannot be asked, which then is not the matter yet.
 */
export async function namesNotThere(
  options: Parameters<typeof apiFrom>[0],
  wanted: Wanted,
): Promise<readonly NotThere[]> {
  try {
    const api = apiFrom(options, (message) => {
      throw new CannotAsk(message);
    });
    const { userErrors } = await planOf(api, wanted);
    return userErrors.flatMap(({ code, field, message }) =>
      code === 'NOT_FOUND' && field[0] === 'manifest' ? [{ path: field.slice(1), message }] : [],
    );
  } catch (error) {
    if (error instanceof CannotAsk || error instanceof ApiRefusal || error instanceof ServerAway) return [];
    throw error;
  }
}
