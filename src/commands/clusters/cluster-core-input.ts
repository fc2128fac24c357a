import { z } from 'zod';
import { isOfPanelItself } from '../../domain/balanceable-ports.js';
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
  databasePortAmongPorts,
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
import { FirstPlaces } from '../first-places.js';

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
  const again = (path: Contradiction['path'], message: string): number => found.push({ path, message });
  const addresses = new FirstPlaces(again);
  (device?.publicAddresses ?? []).forEach((address, index) =>
    addresses.note(address, ['nat', 'publicAddresses', index], 'this address is declared twice'),
  );
  const licences = new FirstPlaces(again);
  (panel?.licences ?? []).forEach(({ hostId }, index) => {
    const path = ['panel', 'licences', index, 'hostId'];
    if (!members.some((member) => member.hostId === hostId)) {
      found.push({ path, message: 'this host is no member of the cluster', code: 'NOT_FOUND' });
    }
    licences.note(hostId, path, 'this host has a licence already');
  });
  if (panel?.databasePort != null && isOfPanelItself(panel.databasePort, panel.ports)) {
    found.push({ path: ['panel', 'databasePort'], message: databasePortAmongPorts });
  }
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
  const [networks, hosts, addresses] = [new FirstPlaces(wrong), new FirstPlaces(wrong), new FirstPlaces(wrong)];
  given.networks.forEach(({ name }, index) =>
    networks.note(name, ['networks', index, 'name'], 'another network of the cluster has this name'),
  );
  given.members.forEach((member, index) => {
    hosts.note(member.hostId, ['members', index, 'hostId'], 'this host is a member already');
    member.addresses.forEach(({ network, address }, place) => {
      const path = ['members', index, 'addresses', place];
      if (!networks.has(network)) wrong([...path, 'network'], 'the cluster declares no network of this name');
      addresses.note(address, [...path, 'address'], 'this address is declared twice');
    });
  });
  const [services, servers] = [new FirstPlaces(wrong), new FirstPlaces(wrong)];
  given.balancedServices.forEach(({ address, port, weights }, index) => {
    services.note(`${address} ${port}`, ['balancedServices', index], 'this port of the address is balanced already');
    const weighed = new FirstPlaces(wrong);
    weights.forEach(({ hostId }, place) => {
      const path = ['balancedServices', index, 'weights', place, 'hostId'];
      weighed.note(hostId, path, 'this host has a weight already');
    });
  });
  given.databaseServerIds.forEach((id, index) =>
    servers.note(id, ['databaseServerIds', index], 'this server is named twice'),
  );
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
