import type { SecretRef } from '../../domain/secret.js';
import type { Ids } from '../../ports/ids.js';
import type { SecretVault } from '../../ports/secret-vault.js';
import type { Sql } from '../../ports/sql.js';
import type { Caller } from '../caller.js';
import type { Work, Workshop } from '../command.js';
import { PlanJournal } from './plan-journal.js';

export interface WorkOptions {
  /** Id of the plan that is applied: what is made up at random follows from it, so that it can be told before it is used. */
  readonly planId?: string;
  /** The operation that looked at the hosts of the plan and is to carry it out. */
  readonly resumes?: string;
  readonly shownAt?: Date;
}

/** One command at work in a transaction, with a journal of its own. */
export function beginWork(
  workshop: Workshop,
  sql: Sql,
  caller: Caller,
  { planId, resumes, shownAt }: WorkOptions = {},
): Work {
  const journal = new PlanJournal();
  const noted = noting(workshop.ids, journal);
  const { vault } = workshop;
  return {
    ...workshop,
    ...{ sql, caller, journal, resumes: resumes ?? null, shownAt: shownAt ?? null },
    ids: planId === undefined ? noted : { ...noted, nonce: nonceFrom(vault, planId) },
    vault: {
      seal: async (...given): Promise<SecretRef> => {
        const ref = await vault.seal(...given);
        journal.noteMadeUp(ref.secretId);
        return ref;
      },
      digest: (text) => vault.digest(text),
      wrap: (purpose, text) => vault.wrap(purpose, text),
      unwrap: (purpose, wrapped) => vault.unwrap(purpose, wrapped),
    },
  };
}

function noting(ids: Ids, journal: PlanJournal): Ids {
  return {
    uuid: () => {
      const id = ids.uuid();
      journal.noteMadeUp(id);
      return id;
    },
    nonce: (bytes) => ids.nonce(bytes),
  };
}

/** Nobody can tell it without our key. */
function nonceFrom(vault: SecretVault, planId: string): Ids['nonce'] {
  let asked = 0;
  return (bytes) => {
    asked += 1;
    const digits: string[] = [];
    while (digits.join('').length < bytes * 2) digits.push(vault.digest(`plan ${planId} ${asked} ${digits.length}`));
    return digits.join('').slice(0, bytes * 2);
  };
}
