import { cardsUnder } from '../../probes/network/link-tree.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { linksOfServers, looksAtLinks } from './links-of-servers.js';
import { onlyUnder } from './only-under.js';

/**
 * VLANs share a card. Under PUBLIC_PRIVATE the links of both networks stand on different cards.
 * Two networks that a VLAN cuts from one card look apart and share its bandwidth.
 */
export const vlansShareACard = defineRule({
  id: 'R-NET-DUAL-7',
  title: 'VLANs share a card',
  law: 'Under PUBLIC_PRIVATE the links of the public and of the private network stand on different cards, VLANs included.',
  severity: 'WARNING',
  source: 'Our own: two networks on one card share its bandwidth',
  moments: ['before'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  looks: looksAtLinks,
  check({ spec, facts }, report) {
    for (const { placed, subject, tree, publicSide, privateSide, evidence } of linksOfServers(spec, report)) {
      const shared = privateSide.flatMap((privateLink) =>
        publicSide
          // One link for both networks is told by R-NET-DUAL-3.
          .filter((publicLink) => publicLink !== privateLink)
          .flatMap((publicLink) => {
            const under = cardsUnder(tree, publicLink);
            const cards = cardsUnder(tree, privateLink).filter((card) => under.includes(card));
            return cards.length === 0 ? [] : [{ publicLink, privateLink, cards: cards.join(', ') }];
          }),
      );
      if (shared.length === 0) report.met(subject, evidence);
      const host = facts.hostName(placed.member.hostId);
      for (const { publicLink, privateLink, cards } of shared) {
        report.violated({
          subject,
          code: 'CARD_IS_SHARED',
          message: `On ${host} the public link ${publicLink} and the private link ${privateLink} share the bandwidth of ${cards}.`,
          parameters: { host, publicLink, privateLink, cards },
          field: placed.field,
          evidence,
          remedies: [declareInstead(`Put the private network of ${host} on a card of its own, or acknowledge`)],
        });
      }
    }
  },
});
