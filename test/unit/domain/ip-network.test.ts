import { cidrText } from '../../../src/domain/written-address.js';
import { networkAround } from '../../../src/domain/ip-network.js';

describe('networkAround', () => {
  it.each([
    ['10.0.0.5/24', '10.0.0.0/24'],
    ['198.19.0.5/16', '198.19.0.0/16'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['9.9.9.9/32', '9.9.9.9/32'],
    ['2001:DB8::5/64', '2001:db8::/64'],
  ])('of %s is %s', (cidr, network) => expect(networkAround(cidr)).toBe(network));
});

describe('cidrText', () => {
  it('takes a network by its own address, and says which it is otherwise', () => {
    expect(cidrText.parse('198.19.0.0/16')).toBe('198.19.0.0/16');
    expect(cidrText.parse('2001:db8::/32')).toBe('2001:db8::/32');
    const messageOf = (text: string): string | undefined => cidrText.safeParse(text).error?.issues[0]?.message;
    expect(messageOf('198.19.0.5/16')).toBe('write the network by its own address: 198.19.0.0/16');
    expect(messageOf('198.19.0.5')).toBe('give a CIDR block, for example 192.0.2.0/24');
    expect(messageOf('10.0.0.0/33')).toBe('give a CIDR block, for example 192.0.2.0/24');
  });
});
