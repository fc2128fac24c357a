import { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type BuildSchemaOptions, type PubSub } from 'type-graphql';
import { ApiTokenRelations } from './access/api-token.relations.js';
import { ApiTokenResolver } from './access/api-token.resolver.js';
import { CreateApiTokenResolver } from './access/create-api-token.resolver.js';
import { RevokeApiTokenResolver } from './access/revoke-api-token.resolver.js';
import { ViewerResolver } from './access/viewer.resolver.js';
import { AccountDatabaseRelations } from './accounts/account-database.relations.js';
import { AccountRelations } from './accounts/account.relations.js';
import { AccountUsageResolver } from './accounts/account-usage.resolver.js';
import { AccountResolver } from './accounts/account.resolver.js';
import { CreateAccountResolver } from './accounts/create-account.resolver.js';
import { DeleteAccountResolver } from './accounts/delete-account.resolver.js';
import { AddressRelations } from './clusters/address.relations.js';
import { ClusterAdviceResolver } from './clusters/cluster-advice.resolver.js';
import { ClusterComplianceResolver } from './clusters/cluster-compliance.resolver.js';
import { ApplyClusterResolver } from './clusters/apply-cluster.resolver.js';
import { ClusterRelations } from './clusters/cluster.relations.js';
import { ClusterResolver } from './clusters/cluster.resolver.js';
import { CreateClusterResolver } from './clusters/create-cluster.resolver.js';
import { ForwardRulesResolver } from './clusters/forward-rules.resolver.js';
import { ExportClusterResolver } from './clusters/export-cluster.resolver.js';
import { NetworkRelations } from './clusters/network.relations.js';
import { RepairClusterResolver } from './clusters/repair-cluster.resolver.js';
import { RevisionRelations } from './clusters/revision.relations.js';
import { SetUpClusterResolver } from './clusters/set-up-cluster.resolver.js';
import { UserStorageRelations } from './clusters/user-storage.relations.js';
import { DatabaseServerRelations } from './database-servers/database-server.relations.js';
import { DatabaseServerResolver } from './database-servers/database-server.resolver.js';
import { RegisterDatabaseServerResolver } from './database-servers/register-database-server.resolver.js';
import { UpdateDatabaseServerResolver } from './database-servers/update-database-server.resolver.js';
import { description } from './description.js';
import { AcknowledgeFindingResolver } from './findings/acknowledge-finding.resolver.js';
import { WithdrawAcknowledgementResolver } from './findings/withdraw-acknowledgement.resolver.js';
import { ConfirmHostKeyResolver } from './hosts/confirm-host-key.resolver.js';
import { HostFindingsResolver } from './hosts/host-findings.resolver.js';
import { HostLeaseRelations } from './hosts/host-lease.relations.js';
import { HostRelations } from './hosts/host.relations.js';
import { HostResolver } from './hosts/host.resolver.js';
import { ObserveHostsResolver } from './hosts/observe-hosts.resolver.js';
import { RegisterApplianceResolver } from './hosts/register-appliance.resolver.js';
import { RegisterHostResolver } from './hosts/register-host.resolver.js';
import { RegisterHostsResolver } from './hosts/register-hosts.resolver.js';
import { SshEndpointRelations } from './hosts/ssh-endpoint.relations.js';
import { UpdateHostResolver } from './hosts/update-host.resolver.js';
import { NodeResolver } from './node/node.resolver.js';
import { ApplyPlanResolver } from './operations/apply-plan.resolver.js';
import { OperationEventResolver } from './operations/operation-event.resolver.js';
import { OperationViolationsResolver } from './operations/operation-violations.resolver.js';
import { OperationRelations } from './operations/operation.relations.js';
import { OperationResolver } from './operations/operation.resolver.js';
import { CancelOperationResolver } from './operations/cancel-operation.resolver.js';
import { RetryOperationResolver } from './operations/retry-operation.resolver.js';
import { StepRelations } from './operations/step.relations.js';
import { TaskRelations } from './operations/task.relations.js';
import { FindingRelations } from './rules/finding.relations.js';
import { ProveClusterResolver } from './proofs/prove-cluster.resolver.js';
import { RequirementRuleResolver } from './rules/requirement-rule.resolver.js';
import { CreateSshKeyResolver } from './ssh-keys/create-ssh-key.resolver.js';
import { readGettersDirectly } from './shared/getters.js';
import { readRelationsDirectly } from './shared/relation.js';
import { SshKeyLogins } from './ssh-keys/ssh-key.logins.js';
import { SshKeyResolver } from './ssh-keys/ssh-key.resolver.js';
import { DeleteVantageResolver } from './vantages/delete-vantage.resolver.js';
import { RegisterVantageResolver } from './vantages/register-vantage.resolver.js';
import { VantageRelations } from './vantages/vantage.relations.js';
import { VantageResolver } from './vantages/vantage.resolver.js';
import { CreateWebhookEndpointResolver } from './webhooks/create-webhook-endpoint.resolver.js';
import { DeleteWebhookEndpointResolver } from './webhooks/delete-webhook-endpoint.resolver.js';
import { ProbeWebhookEndpointResolver } from './webhooks/probe-webhook-endpoint.resolver.js';
import { RedeliverWebhooksResolver } from './webhooks/redeliver-webhooks.resolver.js';
import { RotateWebhookSecretResolver } from './webhooks/rotate-webhook-secret.resolver.js';
import { UpdateWebhookEndpointResolver } from './webhooks/update-webhook-endpoint.resolver.js';
import { WebhookDeliveryRelations } from './webhooks/webhook-delivery.relations.js';
import { WebhookEndpointRelations } from './webhooks/webhook-endpoint.relations.js';
import { WebhookEndpointResolver } from './webhooks/webhook-endpoint.resolver.js';

/** Everything that answers, by resource. */
const resolvers: BuildSchemaOptions['resolvers'] = [
  NodeResolver,
  ViewerResolver,
  ...[ApiTokenResolver, ApiTokenRelations, CreateApiTokenResolver, RevokeApiTokenResolver],
  ...[SshKeyResolver, SshKeyLogins, CreateSshKeyResolver],
  ...[HostResolver, HostRelations, SshEndpointRelations, HostLeaseRelations],
  RegisterApplianceResolver,
  ...[RegisterHostResolver, RegisterHostsResolver, ConfirmHostKeyResolver, UpdateHostResolver, ObserveHostsResolver],
  ...[
    ClusterResolver,
    ClusterRelations,
    ForwardRulesResolver,
    NetworkRelations,
    AddressRelations,
    UserStorageRelations,
  ],
  RevisionRelations,
  ...[CreateClusterResolver, SetUpClusterResolver, RepairClusterResolver, ProveClusterResolver],
  ...[ApplyClusterResolver, ExportClusterResolver],
  ...[DatabaseServerResolver, DatabaseServerRelations, RegisterDatabaseServerResolver, UpdateDatabaseServerResolver],
  ...[AccountResolver, AccountRelations, AccountDatabaseRelations, AccountUsageResolver],
  ...[CreateAccountResolver, DeleteAccountResolver],
  ...[
    OperationResolver,
    OperationRelations,
    TaskRelations,
    StepRelations,
    OperationEventResolver,
    CancelOperationResolver,
    RetryOperationResolver,
    ApplyPlanResolver,
  ],
  ...[
    RequirementRuleResolver,
    FindingRelations,
    ClusterComplianceResolver,
    HostFindingsResolver,
    OperationViolationsResolver,
  ],
  ClusterAdviceResolver,
  ...[AcknowledgeFindingResolver, WithdrawAcknowledgementResolver],
  ...[VantageResolver, VantageRelations, RegisterVantageResolver, DeleteVantageResolver],
  ...[WebhookEndpointResolver, WebhookEndpointRelations, WebhookDeliveryRelations],
  ...[CreateWebhookEndpointResolver, UpdateWebhookEndpointResolver, DeleteWebhookEndpointResolver],
  ...[RotateWebhookSecretResolver, ProbeWebhookEndpointResolver, RedeliverWebhooksResolver],
];

/** Events come from the database; type-graphql wants this object as soon as there is a subscription, and never calls it. */
const unusedPubSub: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('events come from the database');
  },
};

/** Builds the schema anew. Inputs are validated by the commands' own schemas. */
export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: unusedPubSub });
  readGettersDirectly(schema);
  readRelationsDirectly(schema);
  return new GraphQLSchema({ ...schema.toConfig(), description });
}
