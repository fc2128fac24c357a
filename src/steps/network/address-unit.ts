import { ownedUnit, type OwnedUnit } from '../owned-unit.js';
import { hostPrefix } from './host-prefix.js';

/** Whatever manages the network has set up the links by then; what serves on the address comes later. */
const ordering = `Wants=network-online.target
After=network.target network-online.target
Before=rpc-statd.service rpc-statd-notify.service nfs-server.service keepalived.service`;

/** The link in a unit that an earlier run wrote. */
const linkInUnit = /^ExecStart=\/sbin\/ip address replace \S+ dev (\S+)$/m;

export function addressUnitName(address: string): string {
  return `hostwright-address-${address.replaceAll(':', '_')}.service`;
}

/** Binds an address to a link at every boot, whatever network manager the host has; tried again until the link is there. */
export function addressUnit(address: string, link: string): OwnedUnit {
  return ownedUnit(
    addressUnitName(address),
    `[Unit]
Description=Address ${address} on ${link}
${ordering}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/sbin/ip address replace ${address}/${hostPrefix(address)} dev ${link}
ExecStartPost=-/usr/bin/arping -q -U -c 1 -I ${link} ${address}
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
`,
  );
}

/** The link that our unit binds the address to; undefined where the file holds none. */
export function linkOfAddressUnit(content: string): string | undefined {
  return linkInUnit.exec(content)?.[1];
}
