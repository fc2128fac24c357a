import { quotaSupport } from '../../probes/storage/quota-support.js';
import { groupQuotasAt } from '../model/group-quotas.js';
import { fakeQuestion } from './question.js';

export const quotaSupportQuestion = fakeQuestion(quotaSupport('/'), (host, [path = '']) => {
  const { mount, limits, keeps, remote } = groupQuotasAt(host, path);
  const head = `${mount.target} ${mount.fileSystem}\n`;
  if (!host.packages.has('quota')) return `${head}no tools\n${[...mount.options, ...mount.superOptions].join(',')}\n`;
  const isOn = limits !== undefined && keeps && remote === null;
  return `${head}group quota on ${mount.target} (${mount.source}) is ${isOn ? 'on (enforced)' : 'off'}\n`;
});
