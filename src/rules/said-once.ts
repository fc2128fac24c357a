/** A message as people say it: a host that is called what it is, such as the manager `manager`, is named once. */
export function saidOnce(message: string): string {
  return message.replace(/\b(manager|node) \1(?![\w-])/gi, '$1');
}
