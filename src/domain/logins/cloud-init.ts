import { authorizedKey, loginHomeOf, type Login } from './login.js';

/**
 * User data for cloud-init that lets us in from the first boot. Texts are in double quotes as in JSON, which YAML reads alike.
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html#users-and-groups
 */
export function cloudInit(login: Login): string {
  const isRoot = login.user === 'root';
  const lines = [
    ...['#cloud-config', ...(isRoot ? [] : ['packages:', '  - "sudo"'])],
    ...['users:', '  - "default"', `  - name: ${JSON.stringify(login.user)}`],
    ...(isRoot ? asItIs : ofItsOwn(login.user)),
    ...['    ssh_authorized_keys:', `      - ${JSON.stringify(authorizedKey(login))}`],
  ];
  return `${lines.join('\n')}\n`;
}

/** Unless told so, cloud-init locks the password of whom it is told about. */
const asItIs: readonly string[] = ['    lock_passwd: false'];

function ofItsOwn(user: string): readonly string[] {
  return [
    '    lock_passwd: true',
    `    homedir: ${JSON.stringify(loginHomeOf(user))}`,
    '    shell: "/bin/sh"',
    '    sudo: "ALL=(ALL) NOPASSWD:ALL"',
  ];
}
