import { virtualServices, type VirtualService } from '../../probes/balancing/virtual-services.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

function at({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function shown(service: VirtualService): string {
  const { scheduler, persistenceSeconds, realServers } = service;
  const persistence = persistenceSeconds === 0 ? '' : ` -p ${persistenceSeconds}`;
  const servers = realServers.map(
    (one) => `-a -t ${at(service)} -r ${at(one)} ${one.direct ? '-g' : '-m'} -w ${one.weight}\n`,
  );
  return `-A -t ${at(service)} -s ${scheduler}${persistence}\n${servers.join('')}`;
}

export const virtualServicesQuestion = fakeQuestion(virtualServices(), ({ balanced, packages }) => {
  if (balanced === undefined) return '';
  if (!packages.has('ipvsadm')) throw new CommandFailed(127, 'sh: 2: exec: ipvsadm: not found');
  return balanced.map(shown).join('');
});
