import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quote } from '../../../src/domain/quote.js';

describe('quote', () => {
  it('gives any text back byte for byte through a real shell, and runs nothing of it', () => {
    const texts = fc.sample(fc.string({ unit: 'binary' }), 200).map((text) => text.replaceAll('\0', ''));
    const nasty = [
      "'",
      '"',
      '$(touch canary)',
      '`touch canary`',
      '\\',
      '\n',
      'a b',
      '*',
      '-n',
      '🙂',
      "'; touch canary; '",
    ];
    for (const text of [...texts, ...nasty]) {
      const seen = execFileSync('sh', [], { input: `printf %s ${quote(text)}` });
      expect(seen.toString('utf8')).toBe(Buffer.from(text, 'utf8').toString('utf8'));
    }
  });

  it('refuses a NUL character, which no shell can carry', () => {
    expect(() => quote('a\0b')).toThrow(RangeError);
  });
});
