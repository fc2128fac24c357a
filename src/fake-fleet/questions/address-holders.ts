import { addressHolders } from '../../probes/network/address-holders.js';
import { fakeQuestion } from './question.js';
import { shownLinks } from './shown-links.js';

export const addressHoldersQuestion = fakeQuestion(addressHolders('0.0.0.0'), ({ links }, [address = '']) =>
  shownLinks(links.holding(address)),
);
