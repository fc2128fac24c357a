import { fileDiff } from '../../../src/plan/file-diff.js';
import type { Change } from '../../../src/steps/change.js';

const written = (content: Extract<Change, { do: 'writeFile' }>['content'], replaces: string | null): Change => ({
  ...{ do: 'writeFile', path: '/etc/site.conf', mode: '0644' },
  content,
  replaces,
});

describe('the diff of a file', () => {
  it('goes from what was found to what is written', () => {
    const diff = fileDiff({ change: written('a\nb\nC\n', 'hash'), contentBefore: 'a\nb\nc\n' });
    expect(diff).toMatch(/^--- \/etc\/site\.conf\n\+\+\+ \/etc\/site\.conf\n@@ /);
    expect(diff).toContain(' b\n-c\n+C\n');
  });

  it('goes from and to nothing where there is no file', () => {
    expect(fileDiff({ change: written('a\n', null), contentBefore: null })).toMatch(
      /^--- \/dev\/null\n\+\+\+ .*site.conf\n@@ .*\n\+a/,
    );
    const removal: Change = { do: 'removeFile', path: '/etc/site.conf', replaces: 'hash' };
    expect(fileDiff({ change: removal, contentBefore: 'a\n' })).toMatch(/\+\+\+ \/dev\/null\n@@ .*\n-a/);
  });

  it('shows no secret, no file of others, and is none where no file is written', () => {
    const secret = { secret: { secretId: 'b0f3cfe0-6a0f-4d1e-9f3a-3f5d0c1b2a11', version: 1 } };
    const diff = fileDiff({ change: written(secret, null), contentBefore: null });
    expect(diff).toContain('+[redacted]');
    expect(diff).not.toContain(secret.secret.secretId);
    expect(fileDiff({ change: written('a\n', 'hash'), contentBefore: null })).toBeNull();
    expect(fileDiff({ change: { do: 'run', argv: ['true'] }, contentBefore: null })).toBeNull();
  });
});
