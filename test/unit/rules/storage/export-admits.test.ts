import fc from 'fast-check';
import { exportAdmits } from '../../../../src/rules/storage/export-admits.js';

const names = ['node1.shop.example.com', 'node1'];

describe('exportAdmits', () => {
  it.each([
    ['*', 'YES'],
    ['10.0.0.12', 'YES'],
    ['10.0.0.12/32', 'YES'],
    ['10.0.0.0/24', 'YES'],
    ['10.0.0.0/255.255.255.0', 'YES'],
    ['10.0.0.13', 'NO'],
    ['10.0.1.0/24', 'NO'],
    ['node1', 'YES'],
    ['NODE1.shop.example.com', 'YES'],
    ['*.shop.example.com', 'YES'],
    // As exports(5) says: wildcards match dots too.
    ['*.example.com', 'YES'],
    ['node?.shop.example.com', 'YES'],
    ['node2', 'NO'],
    ['*.example.org', 'NO'],
    // A dot is no wildcard.
    ['node1.shop-example.com', 'NO'],
    ['@webservers', 'UNDECIDED'],
    ['node[12]', 'UNDECIDED'],
  ])('says of the client %s: %s', (client, answer) => {
    expect(exportAdmits(client, '10.0.0.12', names)).toBe(answer);
  });

  it('leaves a name open where the names of the address are not known', () => {
    expect(exportAdmits('node1', '10.0.0.12')).toBe('UNDECIDED');
    expect(exportAdmits('10.0.0.12', '10.0.0.12')).toBe('YES');
  });

  it('takes wildcards as a regular expression would', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const client = fc.string({ unit: fc.constantFrom('a', 'B', '.', '*', '?'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(client, name, (pattern, given) => {
        const text = pattern.toLowerCase().replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        const expected = new RegExp(`^${text}$`).test(given) ? 'YES' : 'NO';
        expect(exportAdmits(pattern, '10.0.0.12', [given])).toBe(expected);
      }),
    );
  });

  it('answers for a pattern that would have an expression try for ever', () => {
    expect(exportAdmits(`${'*a'.repeat(60)}!`, '10.0.0.12', ['a'.repeat(250)])).toBe('NO');
  });
});
