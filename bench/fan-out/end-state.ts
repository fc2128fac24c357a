import { z } from 'zod';

/** Prints what the job is to leave on a node, and nothing that differs between nodes. */
export const endStateScript = `cd /etc/systemd/system
for file in hostwright-* /etc/sysctl.d/*hostwright*; do
  stat -c '%n %a %u %g' "$file"
  sha256sum <"$file"
done
for unit in hostwright-*; do
  readlink "multi-user.target.wants/$unit"
  systemctl show -p ActiveState -p UnitFileState -p NeedDaemonReload -- "$unit"
done
getent passwd | grep ^shop
getent group | grep ^shop
/bin/cat /proc/sys/net/ipv4/conf/all/arp_ignore /proc/sys/net/ipv4/conf/all/arp_announce
ip -o address show dev lo | awk '{ print $4 }' | sort
dpkg-query -W nfs-common
`;

/** The same as what others are given to do: read off a node on which it was done. */
export const readWanted = `python3 - <<'END'
import glob, grp, json, pwd
read = lambda path: {'path': path, 'content': open(path).read()}
print(json.dumps({
  'settings': read(glob.glob('/etc/sysctl.d/*hostwright*')[0]),
  'units': [read(path) for path in sorted(glob.glob('/etc/systemd/system/hostwright-*'))],
  'groups': [{'name': g.gr_name, 'gid': g.gr_gid} for g in grp.getgrall() if g.gr_name.startswith('shop')],
  'users': [{'name': u.pw_name, 'uid': u.pw_uid, 'gid': u.pw_gid, 'comment': u.pw_gecos, 'home': u.pw_dir, 'shell': u.pw_shell}
            for u in pwd.getpwall() if u.pw_name.startswith('shop')],
}))
END
`;

const file = z.object({ path: z.string(), content: z.string() });
export const wanted = z.object({
  settings: file,
  units: z.array(file).min(1),
  groups: z.array(z.object({ name: z.string(), gid: z.number() })).min(1),
  users: z
    .array(
      z.object({
        name: z.string(),
        uid: z.number(),
        gid: z.number(),
        comment: z.string(),
        home: z.string(),
        shell: z.string(),
      }),
    )
    .min(1),
});
export type Wanted = z.infer<typeof wanted>;
