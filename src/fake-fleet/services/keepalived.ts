import type { RealServer, VirtualService } from '../../probes/balancing/virtual-services.js';
import type { FakeHost } from '../model/fake-host.js';
import type { PackagedService } from './packaged-services.js';

const settings = '/etc/keepalived/keepalived.conf';
const serverBlock = /^virtual_server (\S+) (\d+) \{$([^]*?)^\}$/gm;
const realBlock = /real_server (\S+) (\d+) \{[^]*?weight (\d+)/g;

function declared(content: string): readonly VirtualService[] {
  return [...content.matchAll(serverBlock)].map(([, address = '', port, body = '']) => ({
    ...{ address, port: Number(port), scheduler: /lb_algo (\w+)/.exec(body)?.[1] ?? '' },
    persistenceSeconds: Number(/persistence_timeout (\d+)/.exec(body)?.[1] ?? 0),
    realServers: [...body.matchAll(realBlock)].map(([, server = '', serverPort, weight]): RealServer => {
      return { address: server, port: Number(serverPort), weight: Number(weight), direct: body.includes('lb_kind DR') };
    }),
  }));
}

function checked(host: FakeHost): readonly VirtualService[] {
  const isUp = ({ address, port }: RealServer): boolean => host.network.connect(address, port, host) === 'open';
  return declared(host.files.read(settings) ?? '').map((service) => ({
    ...service,
    realServers: service.realServers.filter(isUp),
  }));
}

/** Has the kernel balance what its settings declare, over the hosts that answer. */
export const keepalived: PackagedService = {
  unit: 'keepalived.service',
  package: 'keepalived',
  file: '[Unit]\nConditionFileNotEmpty=/etc/keepalived/keepalived.conf\n[Install]\nWantedBy=multi-user.target\n',
  ports: [],
  atOnce: false,
  isWanted: ({ files }) => (files.read(settings) ?? '') !== '',
  start: (host) => {
    host.balanced = checked(host);
  },
  stop: (host) => {
    host.balanced = [];
  },
};
