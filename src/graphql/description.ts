/** What the API promises as a whole; read first in the schema. */
export const description = `
The API of Hostwright. It has no version and changes by additions. What is to go is first marked @deprecated, with what takes its
place and the day on which it goes: the first day of a quarter, at least three months ahead. Enums may get further values at any
time, and clients must bear values that they do not know; the changelog announces them.

What a mutation refuses for reasons of the business is among its userErrors. Every other error has extensions.code, which stays as
it is, and extensions.requestId, by which to ask about it.
`.trim();
