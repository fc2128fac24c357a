/** What a person runs on a host whose NFS server does not run, now and at every boot. */
export const startingNfsServer = 'systemctl enable nfs-server && systemctl restart nfs-server';
