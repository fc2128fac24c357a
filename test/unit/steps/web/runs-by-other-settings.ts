import { siteVersion } from '../../../../src/probes/web/site-version.js';

/** What is done to a web server and its file so that it runs by other settings than the file has. */
interface OtherSettings {
  readonly service: string;
  readonly path: string;
  /** The name under which it tells the version that it runs by. */
  readonly domain: string;
  /** Leaves a copy at `/root/kept` and another content, or none, at the path. */
  readonly aside: string;
}

/**
 * Has a web server read other settings, and puts the file back once it tells that it did: a reload goes on after systemctl ended,
 * and would read what is put back too early.
 */
export function runsByOtherSettings({ service, path, domain, aside }: OtherSettings): string {
  const { question } = siteVersion(domain);
  if (question.via !== 'shell') throw new TypeError('a web server is asked by a shell');
  return `told() { ${question.script} | grep -i '^Location:'; }
before=$(told ${domain})
${aside} && systemctl reload ${service} || exit
for i in $(seq 300); do
now=$(told ${domain})
[ "$now" = "$before" ] || break
done
mv /root/kept ${path}
[ "$now" != "$before" ]`;
}
