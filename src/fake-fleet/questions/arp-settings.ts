import { arpSettings } from '../../probes/network/arp-settings.js';
import { kernelFiles } from './kernel-files.js';
import { fakeQuestion } from './question.js';

const folder = '/proc/sys/net/ipv4/conf/all';

export const arpSettingsQuestion = fakeQuestion(arpSettings(), (host) =>
  kernelFiles(host, [`${folder}/arp_ignore`, `${folder}/arp_announce`]),
);
