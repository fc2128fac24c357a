#!/bin/bash
# Starts the kernel beside this file with the arguments given. At a reboot the kernel runs what it was called as again, which
# is this file: it closes what the last run left open, because a tap device can be opened once only. Bash reads this file
# through descriptor 255.
cd "${0%/*}" || exit 1
for descriptor in /proc/$$/fd/*; do
  descriptor=${descriptor##*/}
  if [ "$descriptor" -gt 2 ] && [ "$descriptor" != 255 ]; then eval "exec $descriptor>&-"; fi
done
exec -a "$0" ./linux "$@"
