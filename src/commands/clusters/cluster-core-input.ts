import { z } from 'zod';
import {
  declaredAddresses,
  declaredNat,
  declaredNetworks,
  declaredService,
  declaredWeight,
  mostMembers,
  mostServices,
} from '../../domain/declared-parts.js';
import {
  clusterCore,
  forwardings,
  hostRoles,
  lbModes,
  licenceKinds,
  panelSpec,
  resourceName,
  ruleSets,
  specSchemaNumber,
  topologies,
  webServers,
  type ClusterCore,
} from '../../domain/spec.js';
import { addressText } from '../../domain/written-address.js';
import { absolutePath } from '../../steps/storage/absolute-path.js';
import { globalRef } from '../global-ref.js';

const userStorage = z
  .strictObject({
    mode: z.enum(['MANAGER_LOCAL', 'EXTERNAL']),
    fileServerId: globalRef('Host').nullish(),
    exportPath: absolutePath.nullish(),
  })
  .transform(({ mode, fileServerId, exportPath }, context) => {
    if (mode === 'MANAGER_LOCAL') {
      if (fileServerId == null && exportPath == null) return { mode } as const;
      context.addIssue({ code: 'custom', message: 'fileServerId and exportPath go with EXTERNAL only' });
      return z.NEVER;
    }
    if (fileServerId != null && exportPath != null) return { mode, fileServer: fileServerId, exportPath } as const;
    context.addIssue({ code: 'custom', message: 'EXTERNAL needs fileServerId and exportPath' });
    return z.NEVER;
  });

const licence = z.strictObject({
  hostId: globalRef('Host'),
  kind: z.enum(licenceKinds),
  attestedAt: z.iso.date('give the day as 2026-01-31'),
});

/** What a cluster declares, as clients write it. */
export const clusterCoreInput = {
  name: resourceName,
  ruleSet: z.enum(ruleSets).default('BASE'),
  topology: z.enum(topologies),
  nat: declaredNat.nullish(),
  networks: declaredNetworks,
  members: z
    .array(
      z.strictObject({
        hostId: globalRef('Host'),
        role: z.enum(hostRoles),
        addresses: declaredAddresses,
      }),
    )
    .max(mostMembers)
    .default([]),
  quorumAddress: addressText.nullish(),
  userStorage: userStorage.default({ mode: 'MANAGER_LOCAL' }),
  databaseServerIds: z.array(globalRef('DatabaseServer')).max(64).default([]),
  localDatabase: z.boolean().default(false),
  lbMode: z.enum(lbModes).default('MANAGED'),
  forwarding: z.enum(forwardings).default('DR'),
  balancedServices: z
    .array(
      z.strictObject({
        ...declaredService,
        weights: z
          .array(z.strictObject({ hostId: globalRef('Host'), weight: declaredWeight }))
          .max(mostMembers)
          .default([]),
      }),
    )
    .max(mostServices)
    .default([]),
  webServer: z.enum(webServers).nullish(),
  panel: panelSpec.extend({ licences: z.array(licence).max(mostMembers).default([]) }).nullish(),
  hypervisorAccess: z.boolean().nullish(),
  quotasRequired: z.boolean().default(false),
};

/** Fields that are named by id in the input and hold the thing itself in the value. */
const inputNames = new Map([
  ['databaseServers', 'databaseServerIds'],
  ['fileServer', 'fileServerId'],
]);

/** Where the input has a place of the value. */
export function inClusterInput(field: readonly string[]): readonly string[] {
  return field.map((name) => inputNames.get(name) ?? name);
}

type Declared = z.output<z.ZodObject<typeof clusterCoreInput>>;

interface Contradiction {
  /** NOT_FOUND of an id that is not among the members', whether there is such a host or not. */
  readonly code?: 'NOT_FOUND';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What the input says of the device in front, of the panel and of balancing, and says otherwise elsewhere. */
function contradictions({ topology, nat: device, panel, members, lbMode, forwarding }: Declared): Contradiction[] {
  const found: Contradiction[] = [];
  if (device != null && topology !== 'PRIVATE_NAT') {
    found.push({ path: ['nat'], message: 'nat goes with topology PRIVATE_NAT only; leave it out' });
  }
  const publicAddresses = device?.publicAddresses ?? [];
  publicAddresses.forEach((address, index) => {
    if (publicAddresses.indexOf(address) === index) return;
    found.push({ path: ['nat', 'publicAddresses', index], message: 'this address is declared twice' });
  });
  const licensed = (panel?.licences ?? []).map(({ hostId }) => hostId);
  licensed.forEach((hostId, index) => {
    const path = ['panel', 'licences', index, 'hostId'];
    if (!members.some((member) => member.hostId === hostId)) {
      found.push({ path, message: 'this host is no member of the cluster', code: 'NOT_FOUND' });
    }
    if (licensed.indexOf(hostId) < index) found.push({ path, message: 'this host has a licence already' });
  });
  if (forwarding === 'TUN' && lbMode === 'MANAGED') {
    const message = 'the manager balances by DR only; declare DR, or lbMode EXTERNAL where another balancer tunnels';
    found.push({ path: ['forwarding'], message });
  }
  return found;
}

/** The value that the input declares; what it repeats or names without declaring is an issue at its place. */
export function toCore(given: Declared, context: z.RefinementCtx): ClusterCore {
  const wrong = (path: readonly (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path: [...path], message });
  const names = new Set<string>();
  given.networks.forEach(({ name }, index) => {
    if (names.has(name)) wrong(['networks', index, 'name'], 'another network of the cluster has this name');
    names.add(name);
  });
  const hosts = new Set<string>();
  const addresses = new Set<string>();
  given.members.forEach((member, index) => {
    if (hosts.has(member.hostId)) wrong(['members', index, 'hostId'], 'this host is a member already');
    hosts.add(member.hostId);
    member.addresses.forEach(({ network, address }, place) => {
      const path = ['members', index, 'addresses', place];
      if (!names.has(network)) wrong([...path, 'network'], 'the cluster declares no network of this name');
      if (addresses.has(address)) wrong([...path, 'address'], 'this address is declared twice');
      addresses.add(address);
    });
  });
  const services = new Set<string>();
  given.balancedServices.forEach(({ address, port, weights }, index) => {
    const name = `${address} ${port}`;
    if (services.has(name)) wrong(['balancedServices', index], 'this port of the address is balanced already');
    services.add(name);
    const weighed = new Set<string>();
    weights.forEach(({ hostId }, place) => {
      const path = ['balancedServices', index, 'weights', place, 'hostId'];
      if (weighed.has(hostId)) wrong(path, 'this host has a weight already');
      weighed.add(hostId);
    });
  });
  given.databaseServerIds.forEach((id, index) => {
    if (given.databaseServerIds.indexOf(id) < index) wrong(['databaseServerIds', index], 'this server is named twice');
  });
  for (const { path, message, code } of contradictions(given)) {
    context.addIssue({ code: 'custom', path: [...path], message, params: { userErrorCode: code } });
  }
  return clusterCore.parse({
    schema: specSchemaNumber,
    name: given.name,
    ruleSet: given.ruleSet,
    topology: given.topology,
    nat: given.nat ?? null,
    networks: given.networks,
    members: given.members,
    quorumAddress: given.quorumAddress ?? null,
    userStorage: given.userStorage,
    databaseServers: given.databaseServerIds,
    localDatabase: given.localDatabase,
    lbMode: given.lbMode,
    forwarding: given.forwarding,
    balancedServices: given.balancedServices,
    webServer: given.webServer ?? null,
    panel: given.panel ?? null,
    hypervisorAccess: given.hypervisorAccess ?? null,
    quotasRequired: given.quotasRequired,
  });
}
