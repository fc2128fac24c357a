import { refuseDedicated } from '../../../src/commands/accounts/refuse-dedicated.js';
import { publicCluster } from '../rules/clusters.js';

const shared = publicCluster();
const owned = publicCluster((edited) => {
  edited.accounts = edited.accounts.map((account) => ({ ...account, dedicatedAddress: '9.9.9.100' }));
});

describe('an address that an account wants for itself', () => {
  it('is a service address; that it is not the quorum address is left to the rule', () => {
    expect(() => refuseDedicated(shared, '9.9.9.100')).not.toThrow();
    expect(() => refuseDedicated(shared, '9.9.9.10')).not.toThrow();
  });

  it.each([
    ['a host has', shared, '9.9.9.12', /INVALID_INPUT: 9\.9\.9\.12 is no service address.+those are: 9\.9\.9\.100/],
    ['another account has', owned, '9.9.9.100', /ADDRESS_TAKEN: Account bakery has 9\.9\.9\.100/],
  ])('is none that %s', (_, spec, address, said) => {
    expect(() => refuseDedicated(spec, address)).toThrow(said);
  });
});
