import { CfnOutput, Tags } from 'aws-cdk-lib';
import {
  CfnEIP,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  NatProvider,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StackSettings } from './settings.js';

/**
 * Functions reach hosts by NAT gateways whose addresses stay the same, so that hosts' firewalls can name them, or by a VPN. The
 * database has no way out.
 */
export class Network extends Construct {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string, settings: StackSettings) {
    super(scope, id);
    const addresses = Array.from({ length: settings.natGateways }, (_, index) => this.#egress(index + 1));
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(settings.cidr),
      maxAzs: 2,
      natGateways: settings.natGateways,
      natGatewayProvider: NatProvider.gateway({
        eipAllocationIds: addresses.map(({ attrAllocationId }) => attrAllocationId),
      }),
      subnetConfiguration: [
        { name: 'egress', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
        { name: 'functions', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
        { name: 'database', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
      ...(settings.vpnAddress === undefined
        ? {}
        : { vpnGateway: true, vpnRoutePropagation: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }] }),
    });
    if (settings.vpnAddress !== undefined)
      this.vpc.addVpnConnection('Hosts', { ip: settings.vpnAddress, staticRoutes: settings.vpnNetworks });
    this.vpc.addFlowLog('Refused', {
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'RefusedTraffic', { retention: RetentionDays.ONE_MONTH }),
      ),
      trafficType: FlowLogTrafficType.REJECT,
    });
  }

  #egress(number: number): CfnEIP {
    const address = new CfnEIP(this, `Egress${number}`, { domain: 'vpc' });
    Tags.of(address).add('Name', `hostwright egress ${number}`);
    new CfnOutput(this, `EgressAddress${number}`, {
      description: 'Hosts have to let SSH in from this address',
      value: address.attrPublicIp,
    });
    return address;
  }
}
