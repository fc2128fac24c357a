import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { writeManifest, type ManifestFormat } from '../../manifest/write-manifest.js';
import type { Context } from '../shared/context.js';
import { ManifestFormatEnum } from '../shared/enums.js';
import { rowIdOf } from '../shared/row-id.js';

@Resolver()
export class ExportClusterResolver {
  @Query(() => String, {
    nullable: true,
    description: 'The manifest of what a cluster declares; applying it changes nothing. Passwords stand in none.',
  })
  async exportCluster(
    @Arg('clusterId', () => ID) clusterId: string,
    @Arg('format', () => ManifestFormatEnum, { defaultValue: 'YAML' }) format: ManifestFormat,
    @Ctx() context: Context,
  ): Promise<string | null> {
    const manifest = await context.reads.manifestOf(await rowIdOf(context, 'Cluster', clusterId));
    return manifest === null ? null : writeManifest(manifest, format);
  }
}
