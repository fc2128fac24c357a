import type { KindCase } from './kind-case.js';
import type { LabCluster } from './lab-cluster.js';

const foreignFile = '/tmp/kept';

export function networkCases(cluster: LabCluster): readonly KindCase[] {
  const { publicNetwork, privateNetwork } = cluster.lab;
  const quorum = privateNetwork.replace('.0/24', '.200');
  const service = publicNetwork.replace('.0/24', '.201');
  const own = cluster.lab.host('node2').privateAddress ?? '';
  const host = cluster.hostId('node2');
  const unit = `hostwright-address-${quorum}.service`;
  const file = `/etc/systemd/system/${unit}`;
  const loopbackUnit = `hostwright-loopback-${service}.service`;
  const loopbackFile = `/etc/systemd/system/${loopbackUnit}`;
  const arpFile = '/etc/sysctl.d/99-zz-hostwright-arp.conf';
  const foreign = (path: string): { script: string; mend: string } => ({
    script: `mv ${path} ${foreignFile} && echo theirs >${path}`,
    mend: `mv ${foreignFile} ${path}`,
  });
  return [
    {
      kind: 'network.address',
      host: 'node2',
      input: { host, address: quorum, cidr: privateNetwork },
      otherInput: { host, address: quorum, cidr: publicNetwork },
      before: [],
      breakages: [
        { what: 'the address is taken off', script: `ip address del ${quorum}/32 dev eth1`, says: 'CHANGED' },
        { what: 'its unit is deleted', script: `rm ${file}`, says: 'CHANGED' },
        { what: 'its unit is edited', script: `echo '# x' >>${file}`, says: 'CHANGED' },
        { what: 'its unit may be read by root only', script: `chmod 600 ${file}`, says: 'CHANGED' },
        { what: 'its unit is disabled', script: `systemctl disable ${unit}`, says: 'CHANGED' },
        { what: 'systemd read another unit', script: `touch ${file}`, says: 'CHANGED' },
        { what: 'its unit is of somebody else', says: /belongs to somebody else/, ...foreign(file) },
        {
          what: 'another link holds the address',
          script: `ip address add ${quorum}/32 dev lo`,
          says: /on another link than eth1.*lo holds it/,
          mend: `ip address del ${quorum}/32 dev lo`,
        },
        {
          what: 'another host answers for the address',
          elsewhere: { host: 'db1', script: `ip address add ${quorum}/24 dev eth0` },
          script: `ip address del ${quorum}/32 dev eth1`,
          says: /already used on the segment/,
          mendElsewhere: { host: 'db1', script: `ip address del ${quorum}/24 dev eth0` },
        },
        {
          what: 'no link is in its network',
          script: `ip address del ${own}/24 dev eth1`,
          says: /no link of the host carries/,
          mend: `ip address add ${own}/24 dev eth1 && ip address replace ${quorum}/32 dev eth1`,
        },
      ],
    },
    {
      kind: 'network.arp',
      host: 'node2',
      input: {},
      otherInput: null,
      before: [],
      breakages: [
        {
          what: 'ARP is answered for every address',
          script: 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_ignore',
          says: 'CHANGED',
        },
        {
          what: 'any address is announced',
          script: 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_announce',
          says: 'CHANGED',
        },
        { what: 'the settings are deleted', script: `rm ${arpFile}`, says: 'CHANGED' },
        {
          what: 'the settings are edited',
          script: `echo net.ipv4.conf.all.arp_ignore=0 >>${arpFile}`,
          says: 'CHANGED',
        },
        { what: 'the settings may be written by all', script: `chmod 666 ${arpFile}`, says: 'CHANGED' },
        { what: 'the settings are of somebody else', says: /belongs to somebody else/, ...foreign(arpFile) },
      ],
    },
    {
      kind: 'network.service-loopback',
      host: 'node2',
      input: { host: cluster.hostId('node2'), address: service },
      otherInput: null,
      before: [{ host: 'node2', kind: 'network.arp', input: {} }],
      breakages: [
        { what: 'the address is taken off', script: `ip address del ${service}/32 dev lo`, says: 'CHANGED' },
        { what: 'its unit is deleted', script: `rm ${loopbackFile}`, says: 'CHANGED' },
        { what: 'its unit is edited', script: `echo '# x' >>${loopbackFile}`, says: 'CHANGED' },
        { what: 'its unit is disabled', script: `systemctl disable ${loopbackUnit}`, says: 'CHANGED' },
        { what: 'its unit is of somebody else', says: /belongs to somebody else/, ...foreign(loopbackFile) },
        {
          what: 'another link holds the address',
          script: `ip address add ${service}/32 dev eth0`,
          says: /would answer ARP for it/,
          mend: `ip address del ${service}/32 dev eth0`,
        },
      ],
    },
  ];
}
