import { balancingSetting } from '../../probes/balancing/balancing-setting.js';
import { kernelFiles } from './kernel-files.js';
import { fakeQuestion } from './question.js';

export const balancingSettingQuestion = fakeQuestion(balancingSetting('conn_reuse_mode'), (host, [name = '']) => {
  const path = `/proc/sys/net/ipv4/vs/${name}`;
  return host.kernel.has(path) ? kernelFiles(host, [path]) : '';
});
