import { readFileSync } from 'node:fs';

/** The processors that this process may run on, from the list that the kernel keeps, such as `0-3,8`. */
export function allowedProcessors(status: string): readonly number[] {
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status)?.[1];
  if (list === undefined) throw new Error('the kernel tells no processors that may be used');
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, number) => first + number);
  });
}

/**
 * The processor of the lab host with this number. A host keeps to one, since its kernel and its programs are processes that wait
 * for one another at every system call: woken on the processor that it is on, the next one goes on at once.
 */
export function processorOf(number: number): number {
  const processors = allowedProcessors(readFileSync('/proc/self/status', 'utf8'));
  return processors[number % processors.length] ?? 0;
}
