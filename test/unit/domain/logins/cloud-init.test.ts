import { parse } from 'yaml';
import { cloudInit } from '../../../../src/domain/logins/cloud-init.js';
import { login, type Login } from '../../../../src/domain/logins/login.js';

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA hostwright-front';

function loginOf(user: string, forwarding = true): Login {
  return login.parse({ user, forwarding, publicKey });
}

describe('the user data for cloud-init', () => {
  it('is a cloud-config that lets root in as it is', () => {
    const text = cloudInit(loginOf('root'));
    expect(text).toMatch(/^#cloud-config\n/);
    expect(parse(text)).toEqual({
      users: [
        'default',
        { name: 'root', lock_passwd: false, ssh_authorized_keys: [`restrict,port-forwarding ${publicKey}`] },
      ],
    });
  });

  it('makes any other login, with password-less sudo and a home that user storage does not cover', () => {
    expect(parse(cloudInit(loginOf('ops', false)))).toEqual({
      packages: ['sudo'],
      users: [
        'default',
        {
          name: 'ops',
          lock_passwd: true,
          homedir: '/var/lib/ops',
          shell: '/bin/sh',
          sudo: 'ALL=(ALL) NOPASSWD:ALL',
          ssh_authorized_keys: [`restrict ${publicKey}`],
        },
      ],
    });
  });

  it.each(['null', 'yes', 'on', 'no'])('takes %s for a name, whatever else it means in YAML', (user) => {
    expect(parse(cloudInit(loginOf(user)))).toMatchObject({ users: ['default', { name: user }] });
  });
});
