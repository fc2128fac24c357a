import type { ExternalHosts } from '../../../quickstart/declare-external-cluster.js';
import { exportPath } from '../../../quickstart/owners-file-server.js';
import type { Lab } from '../../lab/lab.js';

/** A cluster of lab hosts with user storage and quotas on a file server, as a person writes it; none is declared yet. */
export function externalManifest(lab: Lab, { manager, node, fileServer }: ExternalHosts): string {
  const quorum = lab.privateNetwork.replace('.0/24', '.200');
  const addresses = (name: string): string => {
    const { publicAddress, privateAddress } = lab.host(name);
    const own = [
      ...(name === fileServer ? [] : [`{network: front, address: ${publicAddress}, purpose: HOST}`]),
      `{network: back, address: ${privateAddress}, purpose: HOST}`,
      ...(name === manager ? [`{network: back, address: ${quorum}, purpose: QUORUM}`] : []),
    ];
    return `[${own.join(', ')}]`;
  };
  return `apiVersion: hostwright/v1
kind: Cluster
name: external
topology: PUBLIC_PRIVATE
networks:
  - {name: front, kind: PUBLIC, cidr: ${lab.publicNetwork}}
  - {name: back, kind: PRIVATE, cidr: ${lab.privateNetwork}}
members:
  - {host: ${manager}, role: MANAGER, addresses: ${addresses(manager)}}
  - {host: ${node}, role: NODE, addresses: ${addresses(node)}}
  - {host: ${fileServer}, role: FILE_SERVER, addresses: ${addresses(fileServer)}}
quorumAddress: ${quorum}
userStorage: {mode: EXTERNAL, fileServer: ${fileServer}, exportPath: ${exportPath}}
quotasRequired: true
# The lab's public network has addresses that are reserved for benchmarks, and its hosts are small: warnings, and meant.
acknowledgements:
  - {rule: R-NET-1, subject: Network front}
${[manager, node].map((name) => ['R-RES-1', 'R-RES-2'].map((rule) => `  - {rule: ${rule}, subject: Host ${name}}`).join('\n')).join('\n')}
`;
}
