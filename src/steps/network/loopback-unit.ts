import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { hostPrefix } from './host-prefix.js';
import { arpSettingsPath } from './network-arp.step.js';

function loopbackUnitName(address: string): string {
  return `hostwright-loopback-${address.replaceAll(':', '_')}.service`;
}

/** Binds a service address to the loopback at every boot, and never before the node keeps silent about it. */
export function loopbackUnit(address: string): OwnedUnit {
  return ownedUnit(
    loopbackUnitName(address),
    `[Unit]
Description=Service address ${address} on the loopback
After=systemd-sysctl.service
Before=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStartPre=/lib/systemd/systemd-sysctl ${arpSettingsPath}
ExecStart=/sbin/ip address replace ${address}/${hostPrefix(address)} dev lo

[Install]
WantedBy=multi-user.target
`,
  );
}
