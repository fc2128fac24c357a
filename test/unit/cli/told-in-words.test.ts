import { toldInWords } from '../../../src/cli/told-in-words.js';

const told = { line: 2, column: 3, path: '', rule: null, severity: 'ERROR', message: 'no', remedies: ['do'] } as const;

test('the line is shown with a caret under the place, under tabs too, where there is a text', () => {
  expect(toldInWords('a.yaml', told)).toBe('a.yaml:2:3: error: no\n  → do');
  expect(toldInWords('a.yaml', told, 'x\n\tb: "\n')).toBe('a.yaml:2:3: error: no\n    \tb: "\n    \t ^\n  → do');
});

test('a line that is not there or too long is not shown', () => {
  for (const text of ['x', `x\n${'y'.repeat(200)}`]) expect(toldInWords('a.yaml', told, text)).not.toContain('^');
});
