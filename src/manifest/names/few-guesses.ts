import { didYouMean } from '../../domain/alike.js';

/** So many names are compared with those that there are: either may be thousands. */
const mostCompared = 10;

/** What may be meant by names that there are not, for the first few of them. */
export class FewGuesses {
  private compared = 0;

  /** The nearest of the names as a question; empty where none is near. */
  at(written: string, names: Iterable<string>): string {
    return this.compared++ < mostCompared ? didYouMean(written, names) : '';
  }
}
