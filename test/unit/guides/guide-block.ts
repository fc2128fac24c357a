import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A fenced block whose info string names a file: all of it, or, as a diff, lines to add to it. */
export interface GuideBlock {
  readonly language: string;
  readonly file: string;
  readonly lines: readonly string[];
}

export function blocksOf(guide: string): readonly GuideBlock[] {
  return [...guide.matchAll(/^```(ts|diff) (\S+)\n(.*?)^```$/gms)].map(([, language = '', file = '', body = '']) => ({
    language,
    file,
    lines: body.split('\n').slice(0, -1),
  }));
}

/** Adds the lines marked `+` behind the line above them, which has to be in the file exactly once. */
function patched(text: string, { file, lines }: GuideBlock): string {
  const result = text.split('\n');
  let place = -1;
  for (const line of lines) {
    const content = line.slice(1);
    if (line.startsWith('+')) {
      place += 1;
      result.splice(place, 0, content);
    } else if (line.startsWith(' ')) {
      place = result.indexOf(content);
      if (place === -1 || result.includes(content, place + 1))
        throw new Error(`${file} does not have once: ${content}`);
    } else if (line !== '@@') throw new Error(`a diff of a guide cannot say: ${line}`);
  }
  return result.join('\n');
}

export function applyBlock(root: string, block: GuideBlock): void {
  const path = join(root, block.file);
  mkdirSync(dirname(path), { recursive: true });
  if (block.language === 'diff') writeFileSync(path, patched(readFileSync(path, 'utf8'), block));
  else writeFileSync(path, `${block.lines.join('\n')}\n`, { flag: 'wx' });
}
