/**
 * A pure function that is asked once for each value, and remembers what it said as long as somebody holds the value. Only for
 * values that nobody changes.
 */
export function oncePer<K extends object, T extends object>(ask: (value: K) => T): (value: K) => T {
  const answers = new WeakMap<K, T>();
  return (value) => {
    const former = answers.get(value);
    if (former !== undefined) return former;
    const answer = ask(value);
    answers.set(value, answer);
    return answer;
  };
}
