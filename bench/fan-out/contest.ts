import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeHere } from '../../src/made-here.js';
import { installPackages } from '../../test/lab/lab-packages.js';
import { BenchHosts } from '../hosts/bench-hosts.js';
import { CpuGroup } from '../measure/cpu-group.js';
import { peakWhile, residentMegabytes, sharedOutMegabytes } from '../measure/memory.js';
import { measured } from '../measure/measured.js';
import { processCpu } from '../measure/process-cpu.js';
import { removingAll } from '../measure/removing-all.js';
import { runCommand } from '../measure/run-command.js';
import { startProduct, type Product } from '../product/product.js';
import type { Figures } from '../report/bench-result.js';
import { ansible, ansibleMitogen, ansibleTuned } from './ansible.js';
import { endStateScript, readWanted, wanted, type Wanted } from './end-state.js';
import { floor } from './floor.js';
import { job, shareSaidToBeMounted } from './job.js';
import { OurCluster } from './our-cluster.js';
import type { Rival } from './rival.js';

const rivals: readonly Rival[] = [floor, ansibleMitogen, ansibleTuned, ansible];

/** Of one size, by round; there is nothing in rounds that it took no part in. */
export interface Outcome {
  readonly first: Figures[];
  readonly noChange: Figures[];
}

export interface Outcomes {
  readonly ours: Outcome & {
    readonly noChangeOpen: Figures[];
    readonly roundTrips: number[];
    readonly grownMegabytes: number[];
  };
  readonly theirs: ReadonlyMap<string, Outcome>;
}

/** All ways to do the job on the same hosts, taking turns; every host is new before each. */
export class Contest {
  private readonly outcomes: Outcomes = {
    ours: { first: [], noChange: [], noChangeOpen: [], roundTrips: [], grownMegabytes: [] },
    theirs: new Map(rivals.map(({ name }) => [name, { first: [], noChange: [] }])),
  };

  private constructor(
    private readonly hosts: BenchHosts,
    private readonly nodes: readonly string[],
    private readonly product: Product,
    private readonly cluster: OurCluster,
    private readonly controllers: CpuGroup,
    private readonly folder: string,
    private readonly progress: (line: string) => void,
  ) {}

  static hold(count: number, rounds: number, progress: (line: string) => void): Promise<Outcomes> {
    return removingAll(async (made) => {
      const packages = {
        ansible: ['/usr/bin/ansible-playbook'],
        'ansible-mitogen': ['/usr/lib/python3/dist-packages/ansible_mitogen'],
        'openssh-client': ['/usr/bin/ssh'],
      };
      installPackages(packages, progress);
      const contest = await Contest.prepare(made, count, progress);
      for (let round = 0; round < rounds; round += 1) await contest.round(round);
      return contest.outcomes;
    });
  }

  private static async prepare(made: MadeHere, count: number, progress: (line: string) => void): Promise<Contest> {
    const nodes = Array.from({ length: count }, (_, index) => `node${index + 1}`);
    const names = ['manager', ...nodes];
    const hosts = await BenchHosts.make(made, names, job.firstNode - 1, shareSaidToBeMounted, progress);
    // What looks at the file server by itself is refused at once, instead of waiting for an address that nobody has.
    await hosts.hold(job.fileServer);
    progress(`booting ${names.length} hosts`);
    await hosts.boot(names);
    const product = await startProduct(made, 'serve', { HOSTWRIGHT_ALLOW_NETWORKS: '127.0.0.0/8' }, progress);
    const cluster = await OurCluster.declare(made, product, hosts);
    const controllers = await made.once(
      async () => new CpuGroup('controllers'),
      (group) => group.remove(),
    );
    const folder = await made.once(
      async () => mkdtempSync(join(tmpdir(), 'hw-bench-rivals-')),
      async (path) => rmSync(path, { recursive: true, force: true }),
    );
    return new Contest(hosts, nodes, product, cluster, controllers, folder, progress);
  }

  private async round(round: number): Promise<void> {
    const { goal, endState } = await this.ours();
    for (const rival of rivals)
      if ((round + 1) % rival.every(this.nodes.length) === 0) await this.theirs(round, rival, goal, endState);
  }

  /** What the job is to leave, read off the first node, and what it left on each. */
  private async ours(): Promise<{ readonly goal: Wanted; readonly endState: string }> {
    const { hosts, nodes, product, cluster, outcomes } = this;
    const { ours } = outcomes;
    await this.renew();
    await cluster.observe(nodes);
    await hosts.hangUp(nodes);
    const before = residentMegabytes(product.pid);
    const [[operationId, first], peak] = await peakWhile(
      () => residentMegabytes(product.pid),
      100,
      () =>
        this.measured(
          () => cluster.have(nodes),
          () => processCpu(product.pid),
        ),
    );
    ours.first.push({ ...first, peakMegabytes: peak });
    ours.grownMegabytes.push(peak - before);
    ours.roundTrips.push(...(await cluster.roundTrips(operationId)));
    this.tell('ours', 'first', first);
    ours.noChangeOpen.push(await this.ourRepair('no change, connections open'));
    await hosts.hangUp([...nodes, 'manager']);
    ours.noChange.push(await this.ourRepair('no change'));
    const endState = await this.sameEndState();
    const goal = wanted.parse(JSON.parse(await hosts.inside('node1', readWanted)));
    await cluster.have([]);
    await hosts.hangUp(nodes);
    return { goal, endState };
  }

  private async ourRepair(what: string): Promise<Figures> {
    const [, figures] = await this.measured(
      () => this.cluster.repair(),
      () => processCpu(this.product.pid),
    );
    this.tell('ours', what, figures);
    return figures;
  }

  private async theirs(round: number, rival: Rival, goal: Wanted, endState: string): Promise<void> {
    const { hosts, nodes, controllers } = this;
    const outcome = this.outcomes.theirs.get(rival.name);
    await this.renew();
    const { keyFile, knownHostsFile } = hosts;
    const some = hosts.hosts.filter(({ name }) => nodes.includes(name));
    const { command, environment } = rival.command({
      hosts: some,
      wanted: goal,
      keyFile,
      knownHostsFile,
      folder: this.folder,
    });
    const run = (): Promise<string> => runCommand(controllers.within(command), { environment });
    const cpu = (): number => controllers.seconds();
    const [[, first], peak] = await peakWhile(
      () => sharedOutMegabytes(controllers.processes()),
      1_000,
      () => this.measured(run, cpu),
    );
    const after = await this.sameEndState();
    if (after !== endState)
      throw new Error(`${rival.name} left something else than we: ${after}\ninstead of ${endState}`);
    if (outcome !== undefined) outcome.first[round] = { ...first, peakMegabytes: peak };
    await hosts.hangUp(nodes);
    this.tell(rival.name, 'first', first);
    if (!rival.again) return;
    const [, noChange] = await this.measured(run, cpu);
    await hosts.hangUp(nodes);
    if (outcome !== undefined) outcome.noChange[round] = noChange;
    this.tell(rival.name, 'no change', noChange);
  }

  private async renew(): Promise<void> {
    await this.hosts.boot(this.nodes);
  }

  private measured<T>(work: () => Promise<T>, controller: () => number): Promise<[T, Figures]> {
    const { hosts, product } = this;
    return measured(work, {
      controller,
      hosts: () => hosts.cpu.seconds(),
      database: () => processCpu(product.databasePid),
    });
  }

  /** What the nodes say of themselves; the same, or it throws. */
  private async sameEndState(): Promise<string> {
    const states = new Map<string, string>();
    for (const node of this.nodes) states.set(await this.hosts.inside(node, endStateScript), node);
    const [[state = ''] = [], ...others] = [...states];
    if (others.length > 0) throw new Error(`nodes differ: ${JSON.stringify([...states])}`);
    return state;
  }

  private tell(name: string, what: string, figures: Figures): void {
    const { wallSeconds = 0, controllerCpuSeconds = 0, hostsCpuSeconds = 0 } = figures;
    const cpu = `CPU s: controller ${controllerCpuSeconds.toFixed(2)}, hosts ${hostsCpuSeconds.toFixed(2)}`;
    this.progress(`${this.nodes.length} hosts, ${name}, ${what}: ${wallSeconds.toFixed(2)} s (${cpu})`);
  }
}
