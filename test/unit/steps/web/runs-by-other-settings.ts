import { siteVersion } from '../../../../src/probes/web/site-version.js';

/** What is done to a web server and its file so that it runs by other settings than the file has. */
interface OtherSettings {
  readonly service: string;
  readonly path: string;
  /** The name under which it tells the version that it runs by. */
  readonly domain: string;
}

/** Told by the settings that are read in between; an answer that fails to come says nothing about what was read. */
const otherVersion = '0'.repeat(16);

/**
 * Has a web server read other settings, and puts the file back once it tells that it did and none of the processes is left that
 * serve by the former ones: a reload goes on after systemctl ended, would read what is put back too early, and leaves former and
 * new processes answering side by side for a while.
 */
export function runsByOtherSettings({ service, path, domain }: OtherSettings): string {
  const { question } = siteVersion(domain);
  if (question.via !== 'shell') throw new TypeError('a web server is asked by a shell');
  return `told() { ${question.script} | grep -i '^Location:.*/${otherVersion}'; }
processes=/sys/fs/cgroup/system.slice/${service}.service/cgroup.procs
former=$(grep -vx "$(systemctl show -p MainPID --value ${service})" $processes)
serving() { grep -qxF "$former" $processes; }
cp -p ${path} /root/kept && sed -i 's,/site/[0-9a-f]*,/site/${otherVersion},' ${path} && systemctl reload ${service} || exit
for i in $(seq 300); do
told ${domain} && ! serving && break
done
mv /root/kept ${path}
[ "$i" -lt 300 ]`;
}
