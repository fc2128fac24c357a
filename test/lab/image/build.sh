#!/bin/sh
# Builds the lab's kernel and disk images (bare, equipped, mail, database) in the folder $1. One tree grows from image to image, so
# that the packages of the next one are added to what is already there. Needs root and debootstrap.
set -eu
out=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "$out/build.XXXXXX")
root=$work/root
trap 'umount "$root/proc" 2>/dev/null || :; rm -rf "$work"' EXIT

say() { printf 'lab image: %s\n' "$*"; }
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"; }
# Sparse on disk, 12 GB to the host, so that rules about disk size see a plausible machine.
image() { mkfs.ext4 -q -F -m 1 -O ^quota -d "$root" "$work/$1.img" 12G; mv "$work/$1.img" "$out/$1.img"; }

equipment='nfs-kernel-server nfs-common quota keepalived ipvsadm apache2 nginx logrotate tcpdump mariadb-client mariadb-server'
database='galera-4'
mail='dovecot-core postfix'

say 'kernel (user-mode-linux) …'
sh "$here/kernel.sh" "$out/kernel" >"$out/build.log" 2>&1
say "kernel $(ls "$out/kernel/modules")"

say 'base system (debootstrap) …'
mkdir -p "$root"
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,iputils-ping,iputils-arping,kmod,procps,e2fsprogs,ca-certificates,udev,libpam-systemd,iptables \
  bookworm "$root" >>"$out/build.log" 2>&1
mkdir -p "$root/lib/modules"
cp -a "$out/kernel/modules/." "$root/lib/modules/"
mount -t proc proc "$root/proc"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
rm -f "$root/etc/apt/sources.list"
cp /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || :
cp -a /etc/apt/sources.list.d/. "$root/etc/apt/sources.list.d/" 2>/dev/null || :
[ ! -e /etc/apt/apt.conf ] || cp /etc/apt/apt.conf "$root/etc/apt/"
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || :
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp -a /usr/share/ca-certificates/. "$root/usr/share/ca-certificates/" 2>/dev/null || :
cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || :
cp -a /etc/ssl/certs/. "$root/etc/ssl/certs/" 2>/dev/null || :

say 'package repository of the hosts …'
inside apt-get update -qq >>"$out/build.log" 2>&1
inside apt-get install -y -qq --no-install-recommends --download-only $equipment $database $mail >>"$out/build.log" 2>&1
mkdir -p "$root/srv/lab-repository"
cp "$root"/var/cache/apt/archives/*.deb "$root/srv/lab-repository/"
(cd "$root/srv/lab-repository" && dpkg-scanpackages -m . /dev/null >Packages 2>>"$out/build.log")

say 'settings of the hosts …'
inside depmod "$(ls "$root/lib/modules")"
cp "$here/lab-boot.sh" "$root/usr/local/sbin/lab-boot"
chmod 755 "$root/usr/local/sbin/lab-boot"
cp "$here/lab-boot.service" "$root/etc/systemd/system/"
inside systemctl -q enable lab-boot.service ssh.service
inside systemctl -q set-default multi-user.target
: >"$root/etc/fstab"
: >"$root/etc/machine-id"
printf 'hosts: files\npasswd: files\ngroup: files\nshadow: files\nservices: files\nprotocols: files\nrpc: files\nethers: files\nnetworks: files\n' >"$root/etc/nsswitch.conf"
# systemd runs every generator at boot and again at each reload, which a lab host feels for seconds.
mkdir -p "$root/etc/systemd/system-generators" "$root/etc/systemd/system.conf.d" "$root/etc/systemd/system/ssh.service.d"
for generator in bless-boot cryptsetup debug getty gpt-auto hibernate-resume integritysetup rc-local run system-update sysv veritysetup; do
  ln -s /dev/null "$root/etc/systemd/system-generators/systemd-$generator-generator"
done
ln -s /dev/null "$root/etc/systemd/system-generators/rpc-pipefs-generator"
printf '[Manager]\nLogLevel=notice\n' >"$root/etc/systemd/system.conf.d/lab.conf"
printf '[Service]\nExecStartPre=\n' >"$root/etc/systemd/system/ssh.service.d/lab.conf"
inside systemctl -q mask systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-logind.service systemd-binfmt.service proc-sys-fs-binfmt_misc.automount proc-sys-fs-binfmt_misc.mount ipvsadm.service \
  modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service \
  systemd-random-seed.service systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-pstore.service systemd-journal-flush.service \
  sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount dev-mqueue.mount \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer man-db.timer logrotate.timer \
  systemd-tmpfiles-clean.timer systemd-sysusers.service systemd-remount-fs.service nfs-blkmap.service getty@tty1.service serial-getty@ttyS0.service console-getty.service getty-static.service systemd-ask-password-wall.path systemd-ask-password-console.path
rm -f "$root"/etc/ssh/ssh_host_*
printf 'UseDNS no\nHostKey /etc/ssh/ssh_host_ed25519_key\nPasswordAuthentication no\nUsePAM no\n' >"$root/etc/ssh/sshd_config.d/lab.conf"
inside useradd --create-home --home-dir /var/lib/ops --shell /bin/sh ops
inside usermod -p '*' ops
install -d -m 700 "$root/root/.ssh"
install -d -m 700 -o "$(inside id -u ops)" -g "$(inside id -g ops)" "$root/var/lib/ops/.ssh"
printf 'ops ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/ops"
chmod 440 "$root/etc/sudoers.d/ops"
# Any host may be given a MariaDB of its own.
mkdir -p "$root/etc/mysql/mariadb.conf.d"
cp "$here/lab-mariadb.cnf" "$root/etc/mysql/mariadb.conf.d/90-lab.cnf"
# Hosts install from their own repository only: there is no other network. The later images are made from it too.
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/etc/apt/sources.list.d/* "$root"/etc/apt/apt.conf "$root"/etc/apt/apt.conf.d/*
printf 'deb [trusted=yes] file:/srv/lab-repository ./\n' >"$root/etc/apt/sources.list"
inside apt-get update -qq >>"$out/build.log" 2>&1

# A host starts services as any Debian does; only the build must not.
seal() { rm -f "$root/usr/sbin/policy-rc.d"; umount "$root/proc"; }
unseal() {
  mount -t proc proc "$root/proc"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
}
say 'image bare …'
seal
image bare

say 'image equipped …'
unseal
inside apt-get install -y -qq --no-install-recommends $equipment >>"$out/build.log" 2>&1
inside systemctl -q disable nfs-server.service keepalived.service apache2.service nginx.service mariadb.service quota.service quotarpc.service 2>/dev/null || :
inside systemctl -q mask ipvsadm.service quotarpc.service
seal
image equipped

# Of a tree of its own: no later image has it.
say 'image mail …'
equipped=$root
root=$work/mail
cp -a "$equipped" "$root"
unseal
inside apt-get install -y -qq --no-install-recommends $mail >>"$out/build.log" 2>&1
inside systemctl -q disable dovecot.service dovecot.socket postfix.service
seal
image mail
rm -rf "$root"
root=$equipped

say 'image database …'
unseal
inside apt-get install -y -qq --no-install-recommends $database >>"$out/build.log" 2>&1
cp "$here/lab-database-server.cnf" "$root/etc/mysql/mariadb.conf.d/91-lab-database-server.cnf"
cp "$here/lab-mariadb.sql" "$root/etc/mysql/lab-mariadb.sql"
inside systemctl -q enable mariadb.service
inside systemctl -q mask mariadb.socket mariadb-extra.socket
seal
image database
say 'done'
