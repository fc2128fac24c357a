import type { Question } from '../../probes/probe.js';

/** Where a vantage knocks. */
export interface Endpoint {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** Whether somebody answers does not matter: a knock that arrived is seen where it arrived. At most fifty are under way at once. */
const script = `command -v bash >/dev/null || exit 127
times=$1
shift
begun=0
while [ "$#" -ge 3 ]; do
time=0
while [ "$time" -lt "$times" ]; do
timeout -k 1 3 bash -c 'exec 3<>"/dev/$0/$1/$2" && [ "$0" = tcp ] || printf knock >&3' "$1" "$2" "$3" 2>/dev/null &
time=$((time + 1))
begun=$((begun + 1))
[ "$begun" -lt 50 ] || { wait; begun=0; }
done
shift 3
done
wait
echo knocked`;

/** Opens so many TCP connections to each of these, and ends them at once; by UDP, it sends so many datagrams. */
export function knockAt(endpoints: readonly Endpoint[], times: number): Question {
  const args = endpoints.flatMap(({ protocol, address, port }) => [protocol, address, String(port)]);
  return { via: 'shell', script, args: [String(times), ...args] };
}
