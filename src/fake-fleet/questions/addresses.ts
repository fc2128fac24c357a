import { addresses } from '../../probes/network/addresses.js';
import { fakeQuestion } from './question.js';
import { shownLinks } from './shown-links.js';

export const addressesQuestion = fakeQuestion(addresses(), ({ links }) => shownLinks(links.all));
