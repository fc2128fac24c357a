import { z } from 'zod';
import type { Lab } from '../test/lab/lab.js';
import { eventually } from './eventually.js';
import { outputOf } from './output-of.js';
import { pageRequest } from './page-request.js';

/** The site of an account, behind a balanced service address. */
export interface ProvenSite {
  readonly domain: string;
  readonly documentRoot: string;
  readonly uid: number;
  /** A network namespace of its own on the clients' network. */
  readonly client: string;
  readonly serviceAddress: string;
  readonly manager: string;
  readonly nodes: readonly [string, string];
  /** The unit that serves the site on the nodes. */
  readonly webServer: string;
}

export interface TrafficProof {
  readonly claim: string;
  readonly seen: string;
}

const page = 'the page of the account';
const neighbours = z.array(z.object({ dst: z.string(), lladdr: z.string().optional() }));
const accessLog = '/var/log/hostwright/web/access.log';

/** Asks for the page so many times, each on a connection of its own; throws at the first that is not answered with it. */
async function askForPage(lab: Lab, site: ProvenSite, times: number): Promise<void> {
  const { client, serviceAddress, domain } = site;
  for (let time = 0; time < times; time++) {
    const { exitCode, stdout, stderr } = await lab.runInClient(client, [
      'bash',
      '-c',
      pageRequest,
      serviceAddress,
      domain,
    ]);
    if (exitCode !== 0 || !stdout.includes(page)) throw new Error(`no page: ${exitCode} ${stderr}${stdout}`);
  }
}

/** How many requests for the site a node has answered. */
async function answered(lab: Lab, { uid }: ProvenSite, node: string): Promise<number> {
  return Number(await outputOf(lab, node, `cat ${accessLog} 2>/dev/null | grep -c '^${uid} ' || :`));
}

async function servers(lab: Lab, { manager, serviceAddress }: ProvenSite): Promise<number> {
  const table = await outputOf(lab, manager, 'ipvsadm --save --numeric');
  return table.split('\n').filter((line) => line.startsWith(`-a -t ${serviceAddress}:80 `) && !line.endsWith('-w 0'))
    .length;
}

function inService(lab: Lab, site: ProvenSite, count: number): Promise<number> {
  return eventually(`${count} nodes take connections of ${site.serviceAddress}`, 60, async () => {
    const now = await servers(lab, site);
    if (now !== count) throw new Error(`${now} do`);
    return now;
  });
}

async function inTurn(lab: Lab, site: ProvenSite): Promise<TrafficProof> {
  const { nodes, uid, documentRoot } = site;
  const write = `setpriv --reuid=${uid} --regid=${uid} --clear-groups sh -c 'echo "${page}" >${documentRoot}/index.html'`;
  await outputOf(lab, nodes[0], write);
  const both = (): Promise<readonly number[]> => Promise.all(nodes.map((node) => answered(lab, site, node)));
  // The other node may remember for seconds that there was no page.
  await eventually('both nodes have the page', 30, () => askForPage(lab, site, 2));
  const before = await both();
  await askForPage(lab, site, 6);
  const shares = (await both()).map((count, index) => count - (before[index] ?? 0));
  if (shares.join() !== '3,3') throw new Error(`of 6 requests the nodes answered ${shares.join(' and ')}`);
  return {
    claim: `a client gets ${site.domain} from both nodes in turn through ${site.serviceAddress}`,
    seen: `6 requests: ${nodes.map((node, index) => `${shares[index]} answered by ${node}`).join(', ')}`,
  };
}

/** A capture where the packets arrive: the client's SYN came as it was sent, and the answer leaves from the service address. */
async function directAnswer(lab: Lab, site: ProvenSite): Promise<TrafficProof> {
  const { nodes, serviceAddress } = site;
  const [node] = nodes;
  const unit = 'hostwright-proof-capture';
  const capture = '/run/hostwright-proof-capture';
  const filter = `tcp port 80 and host ${serviceAddress} and tcp[tcpflags] & tcp-syn != 0`;
  await outputOf(
    lab,
    node,
    `systemctl stop ${unit} 2>/dev/null; systemctl reset-failed ${unit} 2>/dev/null; rm -f ${capture}
     systemd-run --quiet --unit=${unit} --property=RuntimeMaxSec=60 --property=StandardOutput=truncate:${capture} --property=StandardError=truncate:${capture}.log \\
       tcpdump -l -n -i eth0 -c 2 '${filter}'`,
  );
  try {
    await eventually(`${node} captures`, 20, () => outputOf(lab, node, `grep -F 'listening on' ${capture}.log`));
    const line = await eventually('a SYN and its answer are seen', 20, async () => {
      await askForPage(lab, site, 2);
      const seen = await outputOf(lab, node, `cat ${capture}`);
      const [, client] = new RegExp(`IP (\\S+) > ${serviceAddress}\\.80: Flags \\[S\\],`).exec(seen) ?? [];
      if (client === undefined || !seen.includes(`IP ${serviceAddress}.80 > ${client}: Flags [S.],`)) {
        throw new Error(`captured: ${seen}`);
      }
      return `${client} > ${serviceAddress}.80 [S], ${serviceAddress}.80 > ${client} [S.]`;
    });
    return {
      claim: `${node} gets the client's SYN as it was sent and answers it from the service address`,
      seen: line,
    };
  } finally {
    await lab.run(node, `systemctl stop ${unit} 2>/dev/null`, 30);
  }
}

async function nothingOut(lab: Lab, { manager, serviceAddress }: ProvenSite): Promise<TrafficProof> {
  const seen = await eventually('the manager counted the connections', 20, async () => {
    const stats = await outputOf(lab, manager, 'ipvsadm --list --numeric --stats --exact');
    const [, connections, inward, outward] =
      new RegExp(`^TCP\\s+${serviceAddress}:80\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)`, 'm').exec(stats) ?? [];
    if (Number(connections ?? 0) === 0) throw new Error(stats);
    if (outward !== '0') throw new Error(`${outward} packets of answers passed ${manager}`);
    return `${connections} connections, ${inward} packets in, ${outward} out`;
  });
  return { claim: 'no answer passes the manager', seen };
}

async function managerAlone(lab: Lab, site: ProvenSite): Promise<TrafficProof> {
  const { manager, client, serviceAddress } = site;
  const link = await outputOf(lab, manager, 'cat /sys/class/net/eth0/address');
  for (let time = 0; time < 4; time++) {
    await lab.runInClient(client, ['ip', 'neigh', 'flush', 'to', serviceAddress]);
    await askForPage(lab, site, 1);
    const { stdout } = await lab.runInClient(client, ['ip', '-j', 'neigh', 'show', 'to', serviceAddress]);
    const answers = neighbours.parse(JSON.parse(stdout)).map(({ lladdr }) => lladdr);
    if (answers.join() !== link) throw new Error(`ARP for ${serviceAddress} was answered by ${answers.join(', ')}`);
  }
  return { claim: `no node answers ARP for ${serviceAddress}`, seen: `asked 4 times, answered by ${manager}: ${link}` };
}

async function withoutOne(lab: Lab, site: ProvenSite): Promise<TrafficProof> {
  const [, node] = site.nodes;
  await outputOf(lab, node, `systemctl stop ${site.webServer}`);
  try {
    await inService(lab, site, 1);
    await askForPage(lab, site, 6);
  } finally {
    await outputOf(lab, node, `systemctl start ${site.webServer}`);
  }
  await inService(lab, site, 2);
  return {
    claim: `${site.webServer} stopped on ${node}: it is taken out, and nothing fails from then on`,
    seen: '6 of 6 requests answered meanwhile; in service again once it was started',
  };
}

/** Shows with a client outside of the cluster how its traffic goes. Throws at the first claim that fails. */
export async function proveTraffic(lab: Lab, site: ProvenSite): Promise<readonly TrafficProof[]> {
  await inService(lab, site, 2);
  return [
    await inTurn(lab, site),
    await directAnswer(lab, site),
    await nothingOut(lab, site),
    await managerAlone(lab, site),
    await withoutOne(lab, site),
  ];
}
