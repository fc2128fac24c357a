import { connectionsWanted } from '../lib/connection-limit.js';
import { settingsFrom } from '../lib/settings.js';
import { templateOf } from './stack-of.js';

const parsed = (given: Readonly<Record<string, unknown>>) => settingsFrom((name) => given[name]);

it('names each setting that is not acceptable', () => {
  expect(() => parsed({ cidr: '10.97.0.0', natGateways: '3' })).toThrow(/cidr: .*natGateways: /);
});

it('asks for the networks behind a VPN', () => {
  expect(() => parsed({ vpnAddress: '198.51.100.7' })).toThrow('vpnNetworks');
});

it('refuses a database that takes fewer connections than functions may hold, and says what would do', () => {
  expect(() => templateOf({ maxCapacity: 2 })).toThrow(
    `maxCapacity: with 2 units the database takes fewer than the ${connectionsWanted() + 20} connections that functions may hold; give at least 4.`,
  );
});

it('makes a VPN to networks without public addresses, a standby, and mails alarms', () => {
  const template = templateOf({
    vpnAddress: '198.51.100.7',
    vpnNetworks: '10.20.0.0/16,10.21.0.0/16',
    natGateways: 1,
    standby: 'true',
    alarmMail: 'ops@example.com',
  });
  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.hasResourceProperties('AWS::EC2::CustomerGateway', { IpAddress: '198.51.100.7' });
  template.resourceCountIs('AWS::EC2::VPNConnectionRoute', 2);
  template.resourceCountIs('AWS::RDS::DBInstance', 2);
  template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
});
