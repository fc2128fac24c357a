import { z } from 'zod';

/**
 * Part of the input of every kind that holds customers' data: whether its removal may delete them. Never true in what a value
 * demands; set in a plan where a person asked for it.
 */
export const discard = z.boolean();
