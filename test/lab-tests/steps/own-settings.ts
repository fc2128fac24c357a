const folder = '/etc/nfs.conf.d';
const settings = `${folder}/local.conf`;

/** Where Debian has the owner of a host say how its NFS server shall be; this one wants version 4 alone. */
export const ownSettings = `mkdir -p ${folder} && echo '[nfsd]' >${settings} && echo 'vers3=n' >>${settings}`;
