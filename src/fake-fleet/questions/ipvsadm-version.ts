import { ipvsadmVersion } from '../../probes/balancing/ipvsadm-version.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

export const ipvsadmVersionQuestion = fakeQuestion(ipvsadmVersion(), ({ balanced, packages }) => {
  if (balanced === undefined) return 'unloaded\n';
  if (!packages.has('ipvsadm')) throw new CommandFailed(127, 'sh: 2: exec: ipvsadm: not found');
  return 'ipvsadm v1.31 2019/12/24 (compiled with popt and IPVS v1.2.1)\n';
});
