import { linkSpeeds } from '../../probes/network/link-speeds.js';
import { fakeQuestion } from './question.js';

/** Virtual cards tell no speed. */
export const linkSpeedsQuestion = fakeQuestion(linkSpeeds(), ({ links }) =>
  links.all.map(({ name }) => `${name} -\n`).join(''),
);
