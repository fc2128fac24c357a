import { authorize } from '../../../src/commands/authorize.js';
import type { Caller } from '../../../src/commands/caller.js';

const caller: Caller = {
  ...{ tenantId: 't', tenantName: 'tenant', tokenId: 'k', tokenName: 'token' },
  ...{ role: 'VIEWER', clusterId: null, expiresAt: null },
};

it('a token that may not is told which role it has, and which one it takes', () => {
  const command = { name: 'createAccount', role: 'OPERATOR', forClusterTokens: true } as const;
  expect(() => authorize(command, caller)).toThrow(
    'createAccount needs a token with the role OPERATOR, and this one has the role VIEWER; a token with the role ADMIN makes one',
  );
  expect(() => authorize(command, { ...caller, role: 'ADMIN' })).not.toThrow();
});
