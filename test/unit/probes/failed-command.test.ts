import { failedCommand } from '../../../src/probes/failed-command.js';

describe('failedCommand', () => {
  it.each([
    [127, '', 'COMMAND_MISSING', 'ss is not installed'],
    [124, '', 'COMMAND_LATE', 'ss did not answer in time'],
    [1, 'ss: not permitted\nmore\n', 'COMMAND_FAILED', 'ss ended with 1: ss: not permitted'],
    [2, '', 'COMMAND_FAILED', 'ss ended with 2'],
  ])('tells exit code %s apart, for people and for whoever translates', (exitCode, stderr, code, reason) => {
    expect(failedCommand('ss', { exitCode, stdout: 'partly', stderr })).toEqual({ known: false, code, reason });
  });
});
