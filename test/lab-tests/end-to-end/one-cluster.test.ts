import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declareCluster, quickstartHosts, type Declared } from '../../../quickstart/declare-cluster.js';
import { Lab } from '../../lab/lab.js';
import { thorough } from '../../thorough.js';
import { balancedPorts } from './balanced-ports.js';
import { databaseTrouble } from './database-trouble.js';
import { directAnswers } from './direct-answers.js';
import { localDatabase } from './local-database.js';
import { logShares } from './log-shares.js';
import { manifestEdits } from './manifest-edits.js';
import { mendedDatabases } from './mended-databases.js';
import { MortalServer } from './mortal-server.js';
import type { OneCluster } from './one-cluster.js';
import { onlyLooks } from './only-looks.js';
import { plannedSetup } from './planned-setup.js';
import { proofs } from './proofs.js';
import { privateSide } from './private-side.js';

jest.setTimeout(900_000);

describe('one cluster', () => {
  let lab: Lab;
  let server: MortalServer;
  let data: string;
  let declared: Declared;

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'hostwright-one-'));
    chmodSync(data, 0o755);
    server = new MortalServer(data);
    await server.start();
    lab = await Lab.up({ hosts: [...quickstartHosts, { name: 'outside', image: 'bare' }], clients: ['client'] });
    declared = await declareCluster(server.client(), lab, server.follow, { localDatabase: true });
  });

  afterAll(async () => {
    await server?.stop();
    await lab?.down();
    rmSync(data, { recursive: true, force: true });
  });

  const at = (): OneCluster => ({ lab, server, data, declared });

  const edits = manifestEdits(at);

  describe('is a draft whose manifest', edits.draft);

  describe('is set up by a plan', () => plannedSetup(at));

  describe('is set up with one node more by its manifest, and then', edits.comes);

  describe('is only looked at', () => onlyLooks(at));

  describe('has a private side', () => privateSide(at));

  describe('has logs that nodes share with the manager', () => logShares(at));

  // After it, since they log in with the database of its account.
  describe('is proved', () => proofs(at));

  describe('is asked from outside, where', () => directAnswers(at));

  describe('has a database server with a user of somebody else', () => databaseTrouble(at));

  describe('has its ports', () => balancedPorts(at));

  // After all that needs two nodes to be there as they were set up, since it ends with a crash of the manager.
  describe("has a database server of the manager's own", () => localDatabase(at));

  describe('has databases, and is mended by what is offered for', () => mendedDatabases(at));

  // What goes with a node is removed by the same steps, each of which is tried by itself in every run.
  if (thorough) describe('loses a node by its manifest, which', edits.goes);
});
