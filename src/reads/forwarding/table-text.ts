import { forwardRules, portsOf } from '../../domain/forward-rules.js';
import type { ClusterCore } from '../../domain/spec.js';
import { duties } from './forwarding.js';

const heading = ['Protocol', 'Public address', 'Port', 'Target address', 'Target port', 'Service'];

/** The same for the form of a device that is set up by hand: a table for people, and what the form has to say besides. */
export function tableText(core: ClusterCore): string {
  const rows = forwardRules(core).map((rule) => {
    const { protocol, publicAddress, targetAddress, service } = rule;
    return [protocol, publicAddress, portsOf(rule), targetAddress, portsOf(rule), service];
  });
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${[...lines, '', ...duties].join('\n')}\n`;
}
