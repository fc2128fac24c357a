import type { FakeHost } from '../../../../src/fake-fleet/model/fake-host.js';
import { CommandFailed } from '../../../../src/fake-fleet/model/command-failed.js';

/** Changes what the kernel balances, behind the back of who had it do so. */
export function ipvsadm(host: FakeHost, args: readonly string[]): string {
  if (args[0] === '--clear') {
    host.balanced = [];
    return '';
  }
  const option = (flag: string): string | undefined => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const [address = '', port] = (option('-t') ?? '').split(':');
  const service = host.balanced?.find((one) => one.address === address && one.port === Number(port));
  if (service === undefined) throw new CommandFailed(1, 'No such service');
  const [server = '', serverPort] = (option('-r') ?? '').split(':');
  const changed =
    args[0] === '-E'
      ? { ...service, scheduler: option('-s') ?? 'wlc', persistenceSeconds: Number(option('-p') ?? 0) }
      : {
          ...service,
          realServers: [
            ...service.realServers,
            { address: server, port: Number(serverPort), weight: Number(option('-w')), direct: args.includes('-g') },
          ],
        };
  host.balanced = host.balanced?.map((one) => (one === service ? changed : one));
  return '';
}
