const dot = 46;
const zero = 48;

/**
 * The 32 bits of an IPv4 address in the usual way of writing; undefined for any other text, be it an address in another way of
 * writing (`0x7f.1`, `010.0.0.1`), of the other family, or none.
 */
export function ipv4Bits(text: string): number | undefined {
  let bits = 0;
  let octets = 0;
  let octet: number | undefined;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? dot : text.charCodeAt(at);
    if (code === dot) {
      if (octet === undefined) return undefined;
      bits = bits * 256 + octet;
      octets += 1;
      octet = undefined;
    } else {
      // A zero in front would mean base 8 to some.
      if (code < zero || code > zero + 9 || octet === 0) return undefined;
      octet = (octet ?? 0) * 10 + code - zero;
      if (octet > 255) return undefined;
    }
  }
  return octets === 4 ? bits : undefined;
}
