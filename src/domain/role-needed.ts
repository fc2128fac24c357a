/** That a token may not, which role it has, and how whoever has it comes by one of the other role. */
export function roleNeeded(what: string, needed: string, has: string): string {
  return `${what} needs a token with the role ${needed}, and this one has the role ${has}; a token with the role ADMIN makes one by createApiToken, or hostwright token create on the server.`;
}
