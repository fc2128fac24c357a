import { logReports, reportScript, reportUnits, type LogReport } from '../../steps/logs/log-report.js';
import { releaseMount } from '../../steps/storage/release-mount.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeTrials } from '../trials/registry.js';
import type { FakeCommand } from './command.js';

/** Nobody uses a mount of a fake host: it is taken away at once. */
function release({ mounts }: FakeHost, target: string): void {
  if (mounts.at(target) !== undefined) mounts.remove(target);
}

/** Nobody visits the sites of a fake host: there is nothing to count. */
function writeReport({ files }: FakeHost, report: LogReport, hostId: string): void {
  const now = new Date();
  const stamp = `${report} ${Math.floor(now.getTime() / 1000)} ${hostId}`;
  const content = report === 'usage' ? `${stamp} ${now.toISOString().slice(0, 7)}\nend\n` : `${stamp}\n`;
  files.write(reportUnits(hostId, report).path, content);
}

const releaseChange = releaseMount('');
const releaseScript = releaseChange.do === 'run' ? releaseChange.argv[2] : undefined;

/** The constant scripts that steps and proofs run, told by their text; there is no shell. */
export const sh: FakeCommand = {
  program: 'sh',
  run: (host, [flag, script = '', , ...args]) => {
    const [argument = ''] = args;
    const report = logReports.find((one) => reportScript(one) === script);
    const trial = fakeTrials.find((one) => one.script === script);
    if (flag === '-c' && trial !== undefined) return trial.run(host, args);
    if (flag === '-c' && script === releaseScript) release(host, argument);
    else if (flag === '-c' && report !== undefined) writeReport(host, report, argument);
    else {
      throw new CommandFailed(127, `the fake host has no model of the script: ${script.split('\n', 1)[0] ?? ''}`);
    }
    return '';
  },
};
