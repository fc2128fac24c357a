import { siteVersion } from '../../../../src/probes/web/site-version.js';
import { expectKnown, expectUnknown, failingCommands } from '../failing-answers.js';
import apache from '../fixtures/site-version/apache.json';
import nginx from '../fixtures/site-version/nginx.json';
import noSite from '../fixtures/site-version/no-site.json';
import refused from '../fixtures/site-version/refused.json';

const probe = siteVersion('bakery.example');

describe('siteVersion', () => {
  it('is told by either web server', () => {
    expectKnown(probe, nginx, '7269aac9fded3e3c');
    expectKnown(probe, apache, '0b4e943830056063');
  });

  it('is that of the settings for all sites where the site has none of its own', () => {
    expectKnown(probe, noSite, '1c3ed6c2948cbbdf');
  });

  it('is none where others serve the site, nobody listens, or nobody answers', () => {
    expectKnown(probe, { exitCode: 0, stdout: 'HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\n', stderr: '' }, null);
    expectKnown(probe, refused, null);
    expectKnown(probe, { exitCode: 124, stdout: '', stderr: '' }, null);
    for (const said of [
      'bash: line 2: printf: write error: Broken pipe',
      'head: error reading: Connection reset by peer',
    ])
      expectKnown(probe, { exitCode: 1, stdout: '', stderr: said }, null);
  });

  it('is asked for each site by itself', () => {
    expect(siteVersion('other.example').id).not.toBe(probe.id);
  });

  // To `timeout` a command that does not end is a host that does not answer.
  it.each(failingCommands.filter(([what]) => what !== 'does not end in time'))(
    'is unknown when bash %s',
    (_, answer, reason) => expectUnknown(probe, answer, reason),
  );
});
