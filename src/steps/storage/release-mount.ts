import type { Change } from '../change.js';

/**
 * Constant: the place comes as an argument. Ten seconds at most, since whoever looks for a moment keeps a mount busy too;
 * who holds it longer is named. Nothing is taken away from under a process: what it writes could get lost.
 */
const script = `for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  said=$(timeout 20 umount "$1" 2>&1) && exit 0
  case $said in *'not mounted'*) exit 0 ;; esac
  sleep 0.5
done
holders=$(for process in /proc/[0-9]*; do
  for link in "$process/cwd" "$process/root" "$process"/fd/*; do
    case $(readlink "$link") in "$1" | "$1"/*) echo "$(cat "$process/comm") (\${process#/proc/})" ;; esac
  done
done 2>/dev/null | sort -u | head -n 10 | paste -sd, -)
echo "$said; held by \${holders:-nobody that shows}" >&2
exit 1`;

/** Unmounts what is mounted at a place, once nobody uses it any more; harmless where nothing is. */
export function releaseMount(target: string): Change {
  return { do: 'run', argv: ['sh', '-c', script, 'sh', target] };
}
