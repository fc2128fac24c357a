#!/bin/sh
# Puts a Linux kernel that runs as a process into the folder $1: `linux`, the C library that it wants beside it, its modules,
# and in `card` the way a network card is named on its command line. Debian 12 has 6.1, which traces every system call of its
# programs; from 6.16 on seccomp catches them, and programs start three times as fast. So the one of a later Debian is taken,
# with that Debian's C library (`power` starts it); where it cannot be had, the own one has to do.
set -eu
out=$1
suite=forky
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out" "$work/tree"

later() {
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Created-By: Packages' | head -n 1)
  [ -n "$mirror" ] || { echo 'no Debian mirror in the sources of apt'; return 1; }
  mkdir -p "$work/lists/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$work/sources.list"
  set -- -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$work/lists" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root
  apt-get "$@" update -qq && (cd "$work" && apt-get "$@" download -qq "user-mode-linux/$suite" "libc6/$suite")
}

if later; then
  # Hosts hand each other segments of up to 64 KB; without `gro` a card has room for a frame only and cuts them off, which makes
  # a transfer a thousand times as long.
  printf 'vec%%d:transport=tap,ifname=%%s,mac=%%s,gro=1' >"$out/card"
else
  echo 'the kernel of the Debian installed here is used'
  rm -f "$work"/*.deb
  apt-get update -qq
  (cd "$work" && apt-get download -qq user-mode-linux libc6)
  printf 'eth%%d=tuntap,%%s,%%s' >"$out/card"
fi
for package in "$work"/*.deb; do dpkg -x "$package" "$work/tree"; done
# Loader and library are looked up in the working folder, by names of the same length: the file's layout stays as it is.
sed 's#/lib64/ld-linux-x86-64\.so\.2#.//////ld-linux-x86-64.so.2#; s#libc\.so\.6#./libc.so#' "$work/tree/usr/bin/linux.uml" >"$out/linux"
chmod 755 "$out/linux"
cp -L "$(find "$work/tree" -path '*/x86_64-linux-gnu/ld-linux-x86-64.so.2')" "$out/"
cp -L "$(find "$work/tree" -path '*/x86_64-linux-gnu/libc.so.6')" "$out/libc.so"
cp "$(dirname "$0")/power.sh" "$out/power"
chmod 755 "$out/power"
mv "$work/tree/usr/lib/uml/modules" "$out/modules"
