import { routeTo } from '../../probes/network/route-to.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

const refusedByKernel = 2;

export const routeToQuestion = fakeQuestion(routeTo('0.0.0.0'), ({ links }, [address = '']) => {
  const route = links.routeTo(address);
  if (route === undefined) throw new CommandFailed(refusedByKernel, 'RTNETLINK answers: Network is unreachable');
  const shown = route.local
    ? { type: 'local', dst: address, dev: 'lo', prefsrc: route.source }
    : { dst: address, dev: route.link.name, prefsrc: route.source };
  return `${JSON.stringify([shown])}\n`;
});
