import { z } from 'zod';
import { canonicalAddress, networkAround } from './ip-network.js';
import { cidrBlock, ipAddress } from './spec.js';

/** An address in the one spelling under which it is stored and compared. */
export const addressText = z
  .string()
  .refine((text) => ipAddress.safeParse(text).success, 'give an IPv4 or IPv6 address')
  .transform(canonicalAddress);

export const cidrText = z
  .string()
  .refine((text) => cidrBlock.safeParse(text).success, {
    error: 'give a CIDR block, for example 192.0.2.0/24',
    abort: true,
  })
  .refine((text) => networkAround(text) === text.toLowerCase(), {
    error: ({ input }) => `write the network by its own address: ${networkAround(String(input))}`,
  });
