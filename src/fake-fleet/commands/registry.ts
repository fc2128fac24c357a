import { apache2ctl } from './apache2ctl.js';
import { arping } from './arping.js';
import type { FakeCommand } from './command.js';
import { exportfs } from './exportfs.js';
import { groupadd } from './groupadd.js';
import { groupdel } from './groupdel.js';
import { groupmod } from './groupmod.js';
import { ip } from './ip.js';
import { mkdir } from './mkdir.js';
import { modprobe } from './modprobe.js';
import { nginx } from './nginx.js';
import { rm } from './rm.js';
import { rmdir } from './rmdir.js';
import { rpcRquotad } from './rpc-rquotad.js';
import { setpriv } from './setpriv.js';
import { setquota } from './setquota.js';
import { sh } from './sh.js';
import { sync } from './sync.js';
import { sysctl } from './sysctl.js';
import { systemctl } from './systemctl.js';
import { systemdRun } from './systemd-run.js';
import { systemdSysctl } from './systemd-sysctl.js';
import { tee } from './tee.js';
import { test } from './test.js';
import { umount } from './umount.js';
import { useradd } from './useradd.js';
import { userdel } from './userdel.js';
import { usermod } from './usermod.js';

/** Every program that changes, and units that these write, may call. */
export const fakeCommands: readonly FakeCommand[] = [
  apache2ctl,
  arping,
  exportfs,
  groupadd,
  groupdel,
  groupmod,
  ip,
  mkdir,
  modprobe,
  nginx,
  rm,
  rmdir,
  rpcRquotad,
  setpriv,
  setquota,
  sh,
  sync,
  sysctl,
  systemctl,
  systemdRun,
  systemdSysctl,
  tee,
  test,
  umount,
  useradd,
  userdel,
  usermod,
];
