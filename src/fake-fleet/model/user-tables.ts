import { CommandFailed } from './command-failed.js';
import type { UnixGroup, UnixUser } from '../../probes/accounts/user-tables.js';

/** Exit codes of the shadow tools. */
const idTaken = 4;
const missing = 6;
const groupInUse = 8;
const nameTaken = 9;

/** What a person or a step may say of a user; what is left out stays as it is. */
export interface UserEntry {
  readonly uid?: number;
  /** A number or a name. */
  readonly gid?: string;
  readonly comment?: string;
  readonly home?: string;
  readonly shell?: string;
  /** Its number may be taken. */
  readonly nonUnique?: boolean;
}

function system(name: string, id: number, home: string, shell = '/usr/sbin/nologin'): UnixUser {
  return { name, uid: id, gid: id, comment: name, home, shell };
}

/** The users and groups of a host, as Debian has them at first; no password lets anybody in. */
export class UserTables {
  users: readonly UnixUser[] = [
    system('root', 0, '/root', '/bin/bash'),
    system('daemon', 1, '/usr/sbin'),
    system('www-data', 33, '/var/www'),
    { ...system('nobody', 65_534, '/nonexistent'), gid: 65_534 },
    { ...system('ops', 1000, '/var/lib/ops', '/bin/sh'), comment: '' },
  ];
  groups: readonly UnixGroup[] = ['root:0', 'daemon:1', 'www-data:33', 'nogroup:65534', 'ops:1000'].map((text) => {
    const [name = '', gid] = text.split(':');
    return { name, gid: Number(gid), members: [] };
  });

  uidOf(text: string): number {
    const uid = /^\d+$/.test(text) ? Number(text) : this.users.find(({ name }) => name === text)?.uid;
    if (uid === undefined) throw new CommandFailed(1, `invalid user: '${text}'`);
    return uid;
  }

  gidOf(text: string): number {
    const gid = /^\d+$/.test(text) ? Number(text) : this.groups.find(({ name }) => name === text)?.gid;
    if (gid === undefined) throw new CommandFailed(missing, `group '${text}' does not exist`);
    return gid;
  }

  addUser(
    name: string,
    { uid = 1001, gid = 'nogroup', comment = '', home = `/home/${name}`, ...rest }: UserEntry,
  ): void {
    if (this.users.some((user) => user.name === name)) {
      throw new CommandFailed(nameTaken, `useradd: user '${name}' already exists`);
    }
    this.refuseTakenUid(uid, rest.nonUnique);
    const user = { name, uid, gid: this.existingGid(gid), comment, home, shell: rest.shell ?? '/bin/sh' };
    this.users = [...this.users, user];
  }

  changeUser(name: string, { uid, gid, nonUnique, ...texts }: UserEntry): void {
    const user = this.users.find((one) => one.name === name);
    if (user === undefined) throw new CommandFailed(missing, `usermod: user '${name}' does not exist`);
    if (uid !== undefined && uid !== user.uid) this.refuseTakenUid(uid, nonUnique);
    const changed = {
      ...user,
      ...texts,
      uid: uid ?? user.uid,
      gid: gid === undefined ? user.gid : this.existingGid(gid),
    };
    this.users = this.users.map((one) => (one === user ? changed : one));
  }

  /** The group of its name goes along where it was its own. */
  removeUser(name: string): void {
    const user = this.users.find((one) => one.name === name);
    if (user === undefined) throw new CommandFailed(missing, `userdel: user '${name}' does not exist`);
    this.users = this.users.filter((one) => one !== user);
    const isOwn = (group: UnixGroup): boolean =>
      group.name === name && group.members.length === 0 && !this.users.some(({ gid }) => gid === group.gid);
    this.groups = this.groups.filter((group) => !isOwn(group));
  }

  addGroup(name: string, gid: number, nonUnique: boolean): void {
    if (this.groups.some((group) => group.name === name)) {
      throw new CommandFailed(nameTaken, `groupadd: group '${name}' already exists`);
    }
    this.refuseTakenGid(gid, nonUnique);
    this.groups = [...this.groups, { name, gid, members: [] }];
  }

  /** Users whose group it is go along. */
  changeGroup(name: string, gid: number): void {
    const group = this.groups.find((one) => one.name === name);
    if (group === undefined) throw new CommandFailed(missing, `groupmod: group '${name}' does not exist`);
    this.refuseTakenGid(gid, false);
    this.groups = this.groups.map((one) => (one === group ? { ...one, gid } : one));
    this.users = this.users.map((user) => (user.gid === group.gid ? { ...user, gid } : user));
  }

  removeGroup(name: string, force: boolean): void {
    const group = this.groups.find((one) => one.name === name);
    if (group === undefined) throw new CommandFailed(missing, `groupdel: group '${name}' does not exist`);
    const user = this.users.find(({ gid }) => gid === group.gid);
    if (user !== undefined && !force) {
      throw new CommandFailed(groupInUse, `groupdel: cannot remove the primary group of user '${user.name}'`);
    }
    this.groups = this.groups.filter((one) => one !== group);
  }

  private existingGid(text: string): number {
    const gid = this.gidOf(text);
    if (!this.groups.some((group) => group.gid === gid)) {
      throw new CommandFailed(missing, `group '${text}' does not exist`);
    }
    return gid;
  }

  private refuseTakenUid(uid: number, nonUnique = false): void {
    if (!nonUnique && this.users.some((user) => user.uid === uid)) {
      throw new CommandFailed(idTaken, `UID ${uid} is not unique`);
    }
  }

  private refuseTakenGid(gid: number, nonUnique: boolean): void {
    if (!nonUnique && this.groups.some((group) => group.gid === gid)) {
      throw new CommandFailed(idTaken, `GID '${gid}' already exists`);
    }
  }
}
