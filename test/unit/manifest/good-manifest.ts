/** Meets every rule about what it declares. */
export const goodManifest = `apiVersion: hostwright/v1
kind: Cluster
name: shop
topology: PUBLIC_PRIVATE
networks:
  - {name: front, kind: PUBLIC, cidr: 9.9.9.0/24}
  - {name: back, kind: PRIVATE, cidr: 10.0.0.0/24}
quorumAddress: 10.0.0.10
members:
  - host: manager
    role: MANAGER
    addresses:
      - {network: front, address: 9.9.9.11, purpose: HOST}
      - {network: back, address: 10.0.0.11, purpose: HOST}
      - {network: back, address: 10.0.0.10, purpose: QUORUM}
      - {network: front, address: 9.9.9.100, purpose: SERVICE}
  - host: node1
    role: NODE
    addresses:
      - {network: front, address: 9.9.9.12, purpose: HOST}
      - {network: back, address: 10.0.0.12, purpose: HOST}
databaseServers: [db1]
balancedServices:
  - {address: 9.9.9.100, port: 80, weights: [{host: node1, weight: 3}]}
webServer: NGINX
accounts:
  - {name: bakery, domain: bakery.example, database: {server: db1}}
`;
