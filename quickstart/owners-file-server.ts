/** What the owner of a file server shares. */
export const exportPath = '/srv/share';

/** A disk with quotas, which the root of a lab host cannot have, mounted as its owner would. */
export const diskWithQuotas = `mkdir -p ${exportPath}
truncate -s 64M /srv/share.img && mkfs.ext4 -q -F -O quota /srv/share.img
echo '/srv/share.img ${exportPath} ext4 loop,usrquota,grpquota,nofail 0 0' >>/etc/fstab
mount ${exportPath}`;

/** The file server begins to serve, and admits the host with this address only. */
export function admitOnly(address: string): string {
  return `echo '${exportPath} ${address}(rw,sync,no_root_squash,no_subtree_check)' >>/etc/exports
systemctl start nfs-server rpc-statd && exportfs -ra && rpc.rquotad -S`;
}

/** The owner of an admitted host mounts the share of the file server with this address. */
export function mountShareOf(address: string): string {
  return `mkdir /chroot && echo '${address}:${exportPath} /chroot nfs vers=3,hard,nosuid,nodev 0 0' >>/etc/fstab
systemctl daemon-reload && systemctl start rpc-statd && mount /chroot`;
}
