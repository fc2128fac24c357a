import type { ServiceTarget } from '../../domain/balanced-services.js';

export interface DirectedService {
  readonly address: string;
  readonly port: number;
  readonly scheduler: string;
  readonly persistenceSeconds: number;
  readonly targets: readonly Pick<ServiceTarget, 'address' | 'weight'>[];
}

/** A host that is down is taken out after two checks at the latest: this long between them, and as long for an answer. */
const checkSeconds = 2;

function realServer(port: number, { address, weight }: DirectedService['targets'][number]): string {
  return `    real_server ${address} ${port} {
        weight ${weight}
        TCP_CHECK {
            connect_timeout ${checkSeconds}
            retry 0
        }
    }
`;
}

function virtualServer({ address, port, scheduler, persistenceSeconds, targets }: DirectedService): string {
  const persistence = persistenceSeconds === 0 ? '' : `    persistence_timeout ${persistenceSeconds}\n`;
  return `virtual_server ${address} ${port} {
    delay_loop ${checkSeconds}
    lb_algo ${scheduler.toLowerCase()}
    lb_kind DR
${persistence}    protocol TCP
${targets.map((target) => realServer(port, target)).join('')}}
`;
}

/** What `keepalived` shall balance, in its own language. Weights are kept for hosts that come back. */
export function directorConfig(services: readonly DirectedService[]): string {
  return services.map(virtualServer).join('\n');
}
