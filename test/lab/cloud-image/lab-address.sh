#!/bin/sh
# Gives this machine the address that its kernel command line names, in the place of a hoster's network. Its name, its logins
# and its host keys are cloud-init's matter.
set -eu
read -r words </proc/cmdline
for word in $words; do
  case $word in
    labpublic=*) address=${word#*=} ;;
  esac
done
[ ! -e /sys/class/net/vec0 ] || ip link set vec0 name eth0
ip link set lo up
ip link set eth0 up
ip address replace "$address" dev eth0
