#!/bin/sh
# Becomes the init of a host: a Debian root of its own in memory, over one that all share, with systemd and sshd. Runs as the first
# process in namespaces of its own (mounts, processes, network, name, control groups), so that all of it goes when that is killed.
# Arguments: the shared root, a folder with what is laid over it, the name.
set -eu
root=$1 given=$2 name=$3

hostname "$name"
mount -t tmpfs -o mode=755 hostwright-bench /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o "lowerdir=$root,upperdir=/mnt/upper,workdir=/mnt/work" /dev/root /mnt/root
cp -a "$given/." /mnt/root/
chown -R root:root /mnt/root/root /mnt/root/etc/ssh
cd /mnt/root

mount -t proc proc proc
# What is not the host's own network is the machine's.
mount --bind proc/sys proc/sys
mount --bind proc/sys/net proc/sys/net
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 dev dev
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755 run run
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 cgroup2 sys/fs/cgroup
else
  mount -t tmpfs -o mode=755 cgroup sys/fs/cgroup
  mkdir sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
fi

mkdir old
pivot_root . old
umount -l /old
rmdir /old
exec env -i container=other PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=null
