#!/bin/sh
# Runs a command within a control group of its own in each hierarchy of the machine, so that the systemd of a host finds nobody else
# there. Arguments: the group, the command.
set -eu
group=$1
shift

if [ -e /sys/fs/cgroup/cgroup.controllers ]; then all=/sys/fs/cgroup; else all=$(echo /sys/fs/cgroup/*); fi
for hierarchy in $all; do
  [ -e "$hierarchy/cgroup.procs" ] || continue
  folder=$hierarchy
  for part in $(echo "$group" | tr / ' '); do
    above=$folder
    folder=$folder/$part
    mkdir -p "$folder"
    # A new group of this one has neither until it is told.
    for of in cpuset.cpus cpuset.mems; do [ ! -e "$folder/$of" ] || cat "$above/$of" >"$folder/$of"; done
  done
  echo $$ >"$folder/cgroup.procs"
done
exec "$@"
