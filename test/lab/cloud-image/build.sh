#!/bin/sh
# Builds the disk image $1/cloud.img out of the image $2: Debian's cloud-init and nobody's key, as a hoster's image is before a
# machine boots for the first time. What user data may ask for comes from the host's own package repository.
set -eu
out=$1
bare=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "$out/build.XXXXXX")
root=$work/root
trap 'umount "$root/proc" 2>/dev/null || :; rm -rf "$work"' EXIT

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"; }

echo 'lab image: cloud …'
mkdir "$root"
# Set-user-ID bits get lost on the way, and devices. The only program that would need the former, sudo, comes at the first boot.
debugfs -R "rdump / $root" "$bare" >"$out/build.log" 2>&1
rmdir "$root/lost+found"
rm -f "$root/dev/null"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/urandom" c 1 9
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

# For the build alone, packages come from where this machine has them.
cp "$root/etc/apt/sources.list" "$root/etc/nsswitch.conf" "$work/"
sed -i 's/^hosts:.*/hosts: files dns/' "$root/etc/nsswitch.conf"
: >"$root/etc/apt/sources.list"
cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || :
cp -a /etc/apt/sources.list.d/. "$root/etc/apt/sources.list.d/" 2>/dev/null || :
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || :
cp /etc/resolv.conf "$root/etc/resolv.conf"
{
  inside apt-get update -qq -o APT::Update::Error-Mode=any
  inside apt-get install -y -qq --no-install-recommends cloud-init cloud-guest-utils
  inside env SUDO_FORCE_REMOVE=yes apt-get purge -y -qq sudo
  inside sh -c 'cd /srv/lab-repository && apt-get download -qq sudo'
  (cd "$root/srv/lab-repository" && dpkg-scanpackages -m . /dev/null >Packages)
} >>"$out/build.log" 2>&1
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf.d/*
cp "$work/sources.list" "$root/etc/apt/"
cp "$work/nsswitch.conf" "$root/etc/"
# The lab's network has no mirrors of Debian, which would be named at the first boot, and gives out no addresses. That a host
# knows its own name is a setting of Debian's own images for clouds.
printf 'apt:\n  preserve_sources_list: true\nnetwork:\n  config: disabled\nmanage_etc_hosts: true\n' >"$root/etc/cloud/cloud.cfg.d/99-lab.cfg"
mkdir -p "$root/var/lib/cloud/seed/nocloud"

# Nothing is left of the lab's own logins, and SSH is as Debian sets it up.
inside userdel --remove ops >>"$out/build.log" 2>&1
rm -rf "$root/root/.ssh" "$root/etc/sudoers.d" "$root/etc/sudoers" "$root/etc/ssh/sshd_config.d/lab.conf"
cp "$here/lab-address.sh" "$root/usr/local/sbin/lab-boot"
rm -f "$root/usr/sbin/policy-rc.d"
umount "$root/proc"
mkfs.ext4 -q -F -m 1 -O ^quota -d "$root" "$work/cloud.img" 12G
mv "$work/cloud.img" "$out/cloud.img"
