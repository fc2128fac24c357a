import { MadeHere } from '../../src/made-here.js';

it('removes the last made first, and the rest although one removal fails', async () => {
  const removed: string[] = [];
  const made = new MadeHere();
  made.removedBy(async () => removed.push('folder'));
  await made.once(
    () => Promise.resolve('server'),
    () => Promise.reject(new Error('it does not stop')),
  );
  await made.once(
    () => Promise.resolve('lab'),
    async (name) => removed.push(name),
  );
  await expect(made.remove()).rejects.toThrow('it does not stop');
  expect(removed).toEqual(['lab', 'folder']);
});

it('removes what was still being made when the interruption came, and nothing where that failed', async () => {
  const removed: string[] = [];
  const made = new MadeHere();
  let finish: (name: string) => void = () => undefined;
  void made.once(
    () => new Promise<string>((resolve) => (finish = resolve)),
    async (name) => removed.push(name),
  );
  const failing = made.once(
    () => Promise.reject(new Error('no boot')),
    async () => removed.push('never made'),
  );
  await expect(failing).rejects.toThrow('no boot');
  const removal = made.remove();
  finish('late');
  await removal;
  expect(removed).toEqual(['late']);
});

it('begins to make nothing more once the removal began', async () => {
  const made = new MadeHere();
  await made.remove();
  const begun: string[] = [];
  const making = made.once(
    async () => begun.push('late'),
    async () => undefined,
  );
  await expect(making).rejects.toThrow('nothing more is made');
  expect(begun).toEqual([]);
});
