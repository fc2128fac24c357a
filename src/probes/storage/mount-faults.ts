import { optionOf, type Mount } from './mounts.js';

/** How a share has to be mounted to be user storage; the way out of whatever `mountFaults` names. */
export const userStorageOptions = 'vers=3,hard';

/**
 * What keeps a mounted share from being user storage, as the kernel names it: another version than 3, `soft`, local locks, only
 * reading. Empty where nothing does.
 */
export function mountFaults(mount: Mount): readonly string[] {
  const all = [...mount.options, ...mount.superOptions];
  const version = optionOf(all, 'vers');
  const localLock = optionOf(all, 'local_lock') ?? 'none';
  return [
    ...(version === '3' ? [] : [`vers=${version ?? 'unknown'}`]),
    ...(all.includes('hard') ? [] : ['soft']),
    ...['nolock', 'ro'].filter((option) => all.includes(option)),
    // With `nolock` the kernel says this too.
    ...(localLock === 'none' || all.includes('nolock') ? [] : [`local_lock=${localLock}`]),
  ];
}
