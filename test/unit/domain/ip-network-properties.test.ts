import fc from 'fast-check';
import {
  addressFamily,
  asCidr,
  canonicalAddress,
  networkAround,
  networkClass,
  networkHolds,
} from '../../../src/domain/ip-network.js';

/** The bits of an IPv4 address as a number, without the code under test. */
function bitsOf(address: string): bigint {
  return address.split('.').reduce((bits, part) => bits * 256n + BigInt(part), 0n);
}

function textOf(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

const ipv4 = fc.ipV4();
/** Two addresses that differ in some of the last bits, from none to all of them. */
const neighbours = fc
  .tuple(ipv4, fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), fc.integer({ min: 0, max: 32 }))
  .map(([one, noise, same]) => [one, textOf(bitsOf(one) ^ (noise >> BigInt(same)))] as const);
const ipv6 = fc.ipV6();
const prefix4 = fc.integer({ min: 0, max: 32 });
const prefix6 = fc.integer({ min: 0, max: 128 });
/** An address of either family with a length of prefix that it can have. */
const cidr = fc.oneof(
  fc.tuple(ipv4, prefix4).map(([address, length]) => ({ address, length })),
  fc.tuple(ipv6, prefix6).map(([address, length]) => ({ address, length })),
);

describe('addresses and subnets', () => {
  it('hold an IPv4 address exactly where the bits of the prefix agree', () => {
    fc.assert(
      fc.property(neighbours, prefix4, ([network, address], length) => {
        const beyond = BigInt(32 - length);
        const agree = bitsOf(network) >> beyond === bitsOf(address) >> beyond;
        expect(networkHolds(`${network}/${length}`, address)).toBe(agree);
      }),
    );
  });

  it('hold their own address, and the network around them holds it too', () => {
    fc.assert(
      fc.property(cidr, ({ address, length }) => {
        const around = networkAround(`${address}/${length}`);
        expect(networkHolds(`${address}/${length}`, address)).toBe(true);
        expect(networkHolds(around, address)).toBe(true);
        expect(networkAround(around)).toBe(around);
      }),
    );
  });

  it('hold what a narrower network in them holds', () => {
    fc.assert(
      fc.property(neighbours, prefix4, prefix4, ([network, address], one, other) => {
        const [wide, narrow] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(networkHolds(`${network}/${narrow}`, address));
        expect(networkHolds(`${network}/${wide}`, address)).toBe(true);
      }),
    );
  });

  it('never hold an address of the other family', () => {
    fc.assert(
      fc.property(ipv4, ipv6, prefix4, prefix6, (four, six, length4, length6) => {
        expect(networkHolds(`${four}/${length4}`, six)).toBe(false);
        expect(networkHolds(`${six}/${length6}`, four)).toBe(false);
      }),
    );
  });

  it('are written in one way, which means the same address', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (address) => {
        const canonical = canonicalAddress(address);
        expect(canonicalAddress(canonical)).toBe(canonical);
        expect(canonicalAddress(address.toUpperCase())).toBe(canonical);
        expect(addressFamily(canonical)).toBe(addressFamily(address));
        expect(networkHolds(`${address}/${addressFamily(address) === 'IPV4' ? 32 : 128}`, canonical)).toBe(true);
      }),
    );
  });

  it('have the same class as every network in them, unless they are of several', () => {
    fc.assert(
      fc.property(ipv4, prefix4, prefix4, (address, one, other) => {
        const [wide, narrow] = [Math.min(one, other), Math.max(one, other)];
        const whole = networkClass(networkAround(`${address}/${wide}`));
        if (whole !== 'MIXED') expect(networkClass(networkAround(`${address}/${narrow}`))).toBe(whole);
      }),
    );
  });

  it('are read from an address alone, with a prefix length or with a netmask', () => {
    fc.assert(
      fc.property(ipv4, prefix4, (address, length) => {
        const bits = length === 0 ? 0n : ((1n << 32n) - 1n) ^ ((1n << BigInt(32 - length)) - 1n);
        expect(asCidr(`${address}/${textOf(bits)}`)).toBe(`${address}/${length}`);
        expect(asCidr(`${address}/${length}`)).toBe(`${address}/${length}`);
        expect(asCidr(address)).toBe(`${address}/32`);
      }),
    );
  });
});
