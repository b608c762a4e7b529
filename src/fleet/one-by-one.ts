/**
 * A queue of one: each piece of work begins when the one before is over, failed or not.
 * What it gives, or how it fails, is for its own caller.
 */
export function oneByOne(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
