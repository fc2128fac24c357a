import { renderScript } from '../../steps/harness/render-change.js';
import type { OpenedSecrets } from '../../steps/harness/render-change.js';
import { UnknownScript } from './scanner.js';

/** What was sent holds the secrets themselves, so that nothing that is read from it refers to one. */
export const noSecrets: OpenedSecrets = () => {
  throw new UnknownScript('a script refers to a secret');
};

/** The text that a rendered script wraps. */
export function scriptBody(script: string): string {
  const [before = '', after = ''] = renderScript('\0').split('\0');
  if (!script.startsWith(before) || !script.endsWith(after)) {
    throw new UnknownScript('it is no whole script of the harness');
  }
  return script.slice(before.length, script.length - after.length);
}
