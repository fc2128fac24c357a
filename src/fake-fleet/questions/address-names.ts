import { addressNames } from '../../probes/network/address-names.js';
import { fakeQuestion } from './question.js';

/** Nobody gave an address of a fleet a name. */
export const addressNamesQuestion = fakeQuestion(addressNames([]), () => '');
