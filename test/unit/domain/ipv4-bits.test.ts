import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { ipv4Bits } from '../../../src/domain/ipv4-bits.js';

describe('ipv4Bits', () => {
  it('reads every address as the library does', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const bits = ipaddr.IPv4.parse(address)
          .toByteArray()
          .reduce((sum, octet) => sum * 256 + octet, 0);
        expect(ipv4Bits(address)).toBe(bits);
      }),
    );
  });

  it.each([
    ...['', '.', '1.2.3', '1.2.3.', '.1.2.3', '1..2.3', '1.2.3.4.', '1.2.3.4.5', '1.2.3.256', '1.2.3.1000'],
    ...['01.2.3.4', '00.0.0.0', '0x7f.0.0.1', '2130706433', '-1.2.3.4', '1.2.3.4 ', '1.2.3.4/24', '1.2.3.:', '1.2.3./'],
    ...['::1', '::ffff:1.2.3.4', 'host', '１.2.3.4'],
  ])('leaves %j to others', (text) => expect(ipv4Bits(text)).toBeUndefined());
});
