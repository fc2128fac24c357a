#!/bin/sh
# Makes this machine the lab host that its kernel command line names. Runs before networking at every boot.
set -eu
private=
for word in $(cat /proc/cmdline); do
  case $word in
    labname=*) name=${word#*=} ;;
    labpublic=*) public=${word#*=} ;;
    labprivate=*) private=${word#*=} ;;
    labkey=*) key=${word#*=} ;;
    labhosts=*) hosts=${word#*=} ;;
    labgalera=1) galera=1 ;;
  esac
done
hostname "$name"
echo "$name" >/etc/hostname
{
  echo '127.0.0.1 localhost'
  echo "$hosts" | tr ',' '\n' | tr '=' ' '
} >/etc/hosts
ip link set lo up
number=0
for address in ${public:-} $private; do
  ip link set "eth$number" up
  ip addr replace "$address" dev "eth$number"
  number=$((number + 1))
done
for home in /root /var/lib/ops; do
  mkdir -p -m 700 "$home/.ssh"
  echo "ssh-ed25519 $key lab" >"$home/.ssh/authorized_keys"
done
chown -R ops: /var/lib/ops/.ssh
[ -s /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -C "$name" -f /etc/ssh/ssh_host_ed25519_key
if [ "${galera:-}" = 1 ]; then
  cp /etc/mysql/mariadb.conf.d/90-lab.cnf /etc/mysql/mariadb.conf.d/95-lab-galera.cnf
  printf '\n[mysqld]\nwsrep_on=ON\nwsrep_provider=/usr/lib/galera/libgalera_smm.so\nwsrep_cluster_address=gcomm://\nwsrep_provider_options="gcache.size=16M"\nbinlog_format=ROW\ninnodb_autoinc_lock_mode=2\n' >>/etc/mysql/mariadb.conf.d/95-lab-galera.cnf
  mkdir -p /etc/systemd/system/mariadb.service.d
  printf '[Service]\nEnvironment=_WSREP_NEW_CLUSTER=--wsrep-new-cluster\n' >/etc/systemd/system/mariadb.service.d/lab.conf
fi
echo "LABKEY $(cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" >/dev/console
