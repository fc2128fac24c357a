#!/bin/sh
# Builds the Debian root that all hosts share, with what a host has before anybody sets it up. Arguments: where.
set -eu
root=$1

rm -rf "$root.new"
debootstrap --variant=minbase \
  --include=systemd,openssh-server,sudo,python3,iproute2,iputils-ping,iputils-arping,procps,nfs-common,ca-certificates \
  bookworm "$root.new"
rm -rf "$root.new/var/cache/apt/archives" "$root.new/etc/ssh"/ssh_host_*
mkdir -p "$root.new/var/cache/apt/archives/partial"
ln -sf /lib/systemd/system/multi-user.target "$root.new/etc/systemd/system/default.target"
# Of no use in a namespace: devices, the console, the machine's clock and kernel, mounts of what is not there, timers.
for unit in systemd-udevd.service systemd-udev-trigger.service systemd-logind.service systemd-timesyncd.service \
  systemd-sysctl.service systemd-modules-load.service systemd-binfmt.service systemd-random-seed.service \
  systemd-networkd.service systemd-resolved.service getty.target console-getty.service remote-fs.target \
  dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount sys-kernel-debug.mount sys-kernel-tracing.mount \
  sys-kernel-config.mount proc-sys-fs-binfmt_misc.automount run-rpc_pipefs.mount rpc_pipefs.target \
  rpcbind.service rpcbind.socket nfs-client.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
  e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-tmpfiles-clean.timer; do
  ln -sf /dev/null "$root.new/etc/systemd/system/$unit"
done
rm -rf "$root"
mv "$root.new" "$root"
