#!/bin/sh
# Makes this machine the lab host that its kernel command line names. Runs before networking at every boot. Hardly starts a
# program: each one costs a lab host many times what it costs a real one.
set -eu
public='' private='' galera=''
read -r words </proc/cmdline
for word in $words; do
  case $word in
    labname=*) name=${word#*=} ;;
    labpublic=*) public=${word#*=} ;;
    labprivate=*) private=${word#*=} ;;
    labkey=*) key=${word#*=} ;;
    labhosts=*) hosts=${word#*=} ;;
    labgalera=1) galera=1 ;;
  esac
done
echo "$name" >/proc/sys/kernel/hostname
echo "$name" >/etc/hostname
{
  echo '127.0.0.1 localhost'
  IFS=,
  for host in $hosts; do echo "${host%%=*} ${host#*=}"; done
  unset IFS
} >/etc/hosts
commands='link set lo up'
number=0
for address in $public $private; do
  [ ! -e /sys/class/net/vec$number ] || commands="$commands
link set vec$number name eth$number"
  commands="$commands
link set eth$number up
address replace $address dev eth$number"
  number=$((number + 1))
done
ip -batch - <<EOF
$commands
EOF
# Keys that somebody added stay.
for home in /root /var/lib/ops; do
  file=$home/.ssh/authorized_keys
  added=$(grep -vF "$key" "$file" 2>/dev/null) || :
  { echo "ssh-ed25519 $key lab"; [ -z "$added" ] || printf '%s\n' "$added"; } >"$file"
done
[ -s /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N '' -C "$name" -f /etc/ssh/ssh_host_ed25519_key
if [ -n "$galera" ]; then
  cp /etc/mysql/mariadb.conf.d/90-lab.cnf /etc/mysql/mariadb.conf.d/95-lab-galera.cnf
  printf '\n[mysqld]\nwsrep_on=ON\nwsrep_provider=/usr/lib/galera/libgalera_smm.so\nwsrep_cluster_address=gcomm://\nwsrep_provider_options="gcache.size=16M"\nbinlog_format=ROW\ninnodb_autoinc_lock_mode=2\n' >>/etc/mysql/mariadb.conf.d/95-lab-galera.cnf
  mkdir -p /etc/systemd/system/mariadb.service.d
  printf '[Service]\nEnvironment=_WSREP_NEW_CLUSTER=--wsrep-new-cluster\n' >/etc/systemd/system/mariadb.service.d/lab.conf
fi
read -r type host_key _ </etc/ssh/ssh_host_ed25519_key.pub
echo "LABKEY $type $host_key" >/dev/console
