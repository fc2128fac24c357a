import { cardsOf } from '../../probes/network/link-tree.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { linksOfServers, looksAtLinks } from './links-of-servers.js';
import { onlyUnder } from './only-under.js';

const fewest = 2;

/**
 * A card per network. Under PUBLIC_PRIVATE manager and nodes have two network cards, and the public and the private address are
 * on different ones.
 * On one card visitors and the servers' own traffic compete for the same bandwidth, which is what two networks are for.
 */
export const cardPerNetwork = defineRule({
  id: 'R-NET-DUAL-3',
  title: 'A card per network',
  law: 'Under PUBLIC_PRIVATE manager and nodes have two network cards, and hold public and private addresses on different links.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Servers on both public and private network"',
  moments: ['before'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  looks: looksAtLinks,
  check({ spec, facts }, report) {
    for (const { placed, subject, tree, publicSide, privateSide, evidence } of linksOfServers(spec, report)) {
      const host = facts.hostName(placed.member.hostId);
      const violation = { subject, field: placed.field, evidence };
      const cards = cardsOf(tree);
      const both = privateSide.filter((link) => publicSide.includes(link));
      if (cards.length < fewest) {
        const found = cards.join(', ') || 'none';
        report.violated({
          ...violation,
          code: 'TOO_FEW_CARDS',
          message: `${host} should have ${fewest} network cards, one for each network; found: ${found}.`,
          parameters: { host, cards: found },
          remedies: [declareInstead(`Give ${host} a second network card, or acknowledge`)],
        });
      } else if (both.length > 0) {
        report.violated({
          ...violation,
          code: 'SAME_LINK',
          message: `${host} holds public and private addresses on ${both.join(', ')}; each network should have a link of its own.`,
          parameters: { host, links: both.join(', ') },
          remedies: [declareInstead(`Bind the private address of ${host} to another card, or acknowledge`)],
        });
      } else {
        report.met(subject, evidence);
      }
    }
  },
});
