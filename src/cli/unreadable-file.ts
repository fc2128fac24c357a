import type { Told } from '../manifest/check-manifest.js';

/** What is wrong with a file that has no text to have a place in: whoever reads JSON gets JSON of it too. */
export function unreadableFile(message: string): Told {
  return {
    ...{ line: 1, column: 1, path: '', rule: null, severity: 'ERROR', subject: null, remedies: [] },
    message: message.replace(/^error: /, ''),
  };
}
