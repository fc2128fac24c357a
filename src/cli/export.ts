import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { manifestFormats, type ManifestFormat } from '../manifest/write-manifest.js';
import { alike } from '../domain/alike.js';
import { whyNoId } from '../domain/no-id.js';
import { apiFrom, apiOptions, withApiOptions, type PersonsApi } from './client/api-options.js';
import { ApiRefusal } from './client/ask.js';
import { clusterNamed, clusterNames, exportedManifest } from './client/cluster-client.js';
import { exitCodes } from './exit-codes.js';

const format = z.enum(manifestFormats);
const options = z.object({ ...apiOptions, format });

function formatFrom(given: string): ManifestFormat {
  const parsed = format.safeParse(given.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is yaml or json.');
}

/** The name that may be meant by one that no cluster has. */
async function meant(api: PersonsApi, written: string): Promise<string> {
  const nearest = alike(written, await clusterNames(api));
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** Prints what `apply` takes. */
export const exportCluster = withApiOptions(
  new Command('export')
    .description('Print the manifest of a cluster; applied, it changes nothing')
    .argument('<cluster>', 'name or id of the cluster')
    .option('--format <format>', 'how it is written: yaml or json', formatFrom, 'YAML'),
)
  .addHelpText(
    'after',
    `
Exit code:
  ${exitCodes.succeeded}    it was printed
  ${exitCodes.failed}    the server could not be reached
  ${exitCodes.usage}    it cannot be asked for: wrong options, no token, no such cluster`,
  )
  .action(async (cluster: string, given: unknown, command: Command) => {
    const { format: chosen, ...said } = options.parse(given);
    const refuse = (message: string): never => command.error(message);
    const api = apiFrom(said, refuse);
    try {
      const id =
        (await clusterNamed(api, cluster)) ?? (whyNoId('Cluster', cluster) === undefined ? cluster : undefined);
      const text = id === undefined ? null : await exportedManifest(api, id, chosen);
      process.stdout.write(text ?? refuse(`error: there is no cluster ${cluster}${await meant(api, cluster)}`));
    } catch (error) {
      if (error instanceof ApiRefusal) refuse(`error: ${error.message}`);
      throw error;
    }
  });
