import { linkTree } from '../../probes/network/link-tree.js';
import { fakeQuestion } from './question.js';
import { shownLinks } from './shown-links.js';

/** Every link of a fake host is a card, and its addresses are not asked for. */
export const linkTreeQuestion = fakeQuestion(linkTree(), ({ links }) =>
  shownLinks(links.all.map((link) => ({ ...link, addresses: [] }))),
);
