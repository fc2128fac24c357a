import { registerEnumType } from 'type-graphql';
import { roles } from '../../commands/caller.js';
import { accountRemovals } from '../../commands/accounts/delete-account.command.js';
import { userErrorCodes } from '../../commands/user-error.js';
import {
  addressPurposes,
  forwardings,
  hostRoles,
  lbModes,
  licenceKinds,
  managements,
  natModes,
  networkKinds,
  ruleSets,
  schedulers,
  topologies,
  webServers,
} from '../../domain/spec.js';
import { clusterStates, hostStates, operationStates, stepOutcomes, taskStates } from '../../domain/states.js';
import { taskKinds } from '../../plan/plan.js';
import { proofKinds } from '../../proofs/proof.js';
import { operationKinds } from '../../engine/new-operation.js';
import { unitDecisions } from '../../plan/decided-plan.js';
import { forwardFormats } from '../../reads/forwarding/forward-texts.js';
import { duties, measureNames } from '../../rules/advice/advice.js';
import { manifestFormats } from '../../manifest/write-manifest.js';
import { phases } from '../../steps/step.js';

/** An enum of the API over a list of words; clients must tolerate words that they do not know. */
function enumOf(name: string, description: string, values: readonly string[]): object {
  const object = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(object, { name, description });
  return object;
}

export const TopologyEnum = enumOf('Topology', 'How the networks of a cluster are laid out.', topologies);
export const HostRoleEnum = enumOf('HostRole', 'What a host is in its cluster.', hostRoles);
export const NetworkKindEnum = enumOf('NetworkKind', 'Whether clients reach a network.', networkKinds);
export const AddressPurposeEnum = enumOf(
  'AddressPurpose',
  'HOST is there before Hostwright comes; QUORUM and SERVICE are bound by it.',
  addressPurposes,
);
export const LbModeEnum = enumOf('LbMode', 'Whether the manager balances, or somebody else.', lbModes);
export const ForwardingEnum = enumOf(
  'Forwarding',
  'How packets are handed on to nodes, as LVS names it: by link address on one segment, or in a tunnel across routers.',
  forwardings,
);
export const NatModeEnum = enumOf(
  'NatMode',
  'Whether single ports are translated to one address, or whole addresses, each to its own.',
  natModes,
);
export const LicenceKindEnum = enumOf('LicenceKind', 'What a licence of the panel is for.', licenceKinds);
export const RuleSetEnum = enumOf(
  'RuleSet',
  'Whose severities count where the published requirements disagree.',
  ruleSets,
);
export const ForwardProtocolEnum = enumOf('ForwardProtocol', 'What a forwarded port is a port of.', ['TCP', 'UDP']);
export const ForwardFormatEnum = enumOf(
  'ForwardFormat',
  'How the rules of a NAT device are written: for nft -f, for iptables-restore, or as a table for the form of a device.',
  forwardFormats,
);
export const WebServerEnum = enumOf('WebServer', "What serves the accounts' sites.", webServers);
export const ManifestFormatEnum = enumOf('ManifestFormat', 'How a manifest is written.', manifestFormats);
export const SchedulerEnum = enumOf(
  'Scheduler',
  'How connections are spread over hosts, as IPVS names it.',
  schedulers,
);
export const ClusterStateEnum = enumOf('ClusterState', 'State of a cluster.', clusterStates);
export const HostStateEnum = enumOf(
  'HostState',
  'State of a host. UNREACHABLE: when it was last tried it did not answer, or refused our login.',
  hostStates,
);
export const OperationStateEnum = enumOf(
  'OperationState',
  'State of an operation; the last three never change.',
  operationStates,
);
export const OperationKindEnum = enumOf('OperationKind', 'What started an operation.', operationKinds);
export const TaskStateEnum = enumOf('TaskState', 'State of a task.', taskStates);
export const TaskKindEnum = enumOf('TaskKind', 'What a task does on its host.', taskKinds);
export const ProofKindEnum = enumOf('ProofKind', 'An experiment that shows what no look can.', proofKinds);
export const PhaseEnum = enumOf('Phase', 'Order of display; the real order comes from what steps need.', phases);
export const StepOutcomeEnum = enumOf('StepOutcome', 'How a step ended.', stepOutcomes);
export const DirectionEnum = enumOf('Direction', 'Whether a step makes something true or takes it away.', [
  'MAKE',
  'REMOVE',
]);
export const ManagementEnum = enumOf('Management', 'Whether a host is changed, or only looked at.', managements);
export const AccessEnum = enumOf('Access', 'How a host is reached; NONE is an appliance, to which nobody logs in.', [
  'SSH',
  'SQL',
  'NONE',
]);
export const UserStorageModeEnum = enumOf('UserStorageMode', 'Where the user storage lives.', [
  'MANAGER_LOCAL',
  'EXTERNAL',
]);
export const AccountStateEnum = enumOf('AccountState', 'State of an account.', [
  'DECLARED',
  'CREATING',
  'ACTIVE',
  'FAILED',
  'DELETING',
  'DELETED',
]);
export const AccountRemovalEnum = enumOf(
  'AccountRemoval',
  'What becomes of the home and the database of a deleted account; its users go. KEEP_DATA: they stay where they are, and an account that is made later under their names does not take them over: a person gives it the home, and frees the name of the database. DELETE_DATA: they are destroyed by whatever operation completes the deletion.',
  accountRemovals,
);
export const DutyEnum = enumOf(
  'Duty',
  'What can be moved to another host. NODE_SHARE: a part of what a node serves, to others.',
  duties,
);
export const MeasureNameEnum = enumOf('MeasureName', 'What was measured or counted, with its unit.', measureNames);
export const RoleEnum = enumOf('Role', 'What a token may do, each including the one before.', roles);
export const WebhookEndpointStateEnum = enumOf('WebhookEndpointState', 'Whether an endpoint is told of events.', [
  'ENABLED',
  'DISABLED',
]);
export const WebhookDisabledReasonEnum = enumOf(
  'WebhookDisabledReason',
  'GONE: it answered 410. FAILING: it failed for five days and ten times in a row. BY_REQUEST: somebody disabled it.',
  ['GONE', 'FAILING', 'BY_REQUEST'],
);
export const WebhookDeliveryStateEnum = enumOf(
  'WebhookDeliveryState',
  'PENDING is tried again; FAILED used up the schedule, and can be asked for again with redeliverWebhooks.',
  ['PENDING', 'DELIVERED', 'FAILED'],
);
export const UnitDecisionEnum = enumOf(
  'UnitDecision',
  'What a planned step would do: nothing; its changes; its changes, where it is not as it shall be once what it WAITS for is over; nothing, as what is there is not ours (CONFLICT); as an earlier step leaves it (CONDITIONAL); UNKNOWN without a newer look; a TRIAL, which leaves everything as it was.',
  unitDecisions,
);
export const SeverityEnum = enumOf('Severity', 'ERROR refuses, WARNING refuses until acknowledged, INFO never does.', [
  'ERROR',
  'WARNING',
  'INFO',
]);
export const VerdictEnum = enumOf('Verdict', 'What a rule says of a subject.', [
  'MET',
  'VIOLATED',
  'UNKNOWN',
  'NOT_APPLICABLE',
]);
export const MomentEnum = enumOf('Moment', 'When a rule can be decided.', ['declared', 'before', 'after']);

function codes(): object {
  const object = Object.fromEntries(Object.keys(userErrorCodes).map((code) => [code, code]));
  const valuesConfig = Object.fromEntries(
    Object.entries(userErrorCodes).map(([code, description]) => [code, { description }]),
  );
  registerEnumType(object, { name: 'UserErrorCode', description: 'Why a mutation did nothing.', valuesConfig });
  return object;
}
export const UserErrorCodeEnum = codes();
