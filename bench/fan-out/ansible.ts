import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Wanted } from './end-state.js';
import type { Rival, RivalTask } from './rival.js';

/** The job in Ansible's own modules; a playbook is YAML, of which JSON is a part. */
function playbook({ settings, units, groups, users }: Wanted): string {
  const names = units.map(({ path }) => basename(path));
  const tasks = [
    { name: 'packages', command: 'dpkg-query -W nfs-common', changed_when: false },
    {
      name: 'user storage',
      shell: "cat /proc/self/mountinfo | grep ' /chroot .* nfs '",
      changed_when: false,
    },
    { name: 'settings', copy: { dest: settings.path, content: settings.content, mode: '0644' }, register: 'settings' },
    { name: 'kernel', command: `/lib/systemd/systemd-sysctl ${settings.path}`, when: 'settings is changed' },
    {
      name: 'units',
      copy: { dest: '{{ item.path }}', content: '{{ item.content }}', mode: '0644' },
      loop: units,
      loop_control: { label: '{{ item.path }}' },
      register: 'units',
    },
    { name: 'reload', systemd: { daemon_reload: true }, when: 'units is changed' },
    { name: 'started', systemd: { name: '{{ item }}', enabled: true, state: 'started' }, loop: names },
    { name: 'groups', group: { name: '{{ item.name }}', gid: '{{ item.gid }}' }, loop: groups },
    {
      name: 'users',
      user: {
        ...{ name: '{{ item.name }}', uid: '{{ item.uid }}', group: '{{ item.gid }}', comment: '{{ item.comment }}' },
        ...{ home: '{{ item.home }}', shell: '{{ item.shell }}', create_home: false },
      },
      loop: users,
    },
  ];
  return JSON.stringify([{ hosts: 'nodes', become: false, tasks }]);
}

function prepared(
  { hosts, wanted, keyFile, knownHostsFile, folder }: RivalTask,
  settings: NodeJS.ProcessEnv,
): ReturnType<Rival['command']> {
  const inventory = join(folder, 'inventory');
  const book = join(folder, 'playbook.yml');
  const own = join(folder, 'ansible');
  mkdirSync(own, { recursive: true });
  const lines = hosts.map(({ name, address }) => `${name} ansible_host=${address}`);
  writeFileSync(inventory, `[nodes]\n${lines.join('\n')}\n`);
  writeFileSync(book, playbook(wanted));
  return {
    command: ['ansible-playbook', '-i', inventory, book],
    environment: {
      ANSIBLE_HOME: own,
      ANSIBLE_LOCAL_TEMP: join(own, 'tmp'),
      ANSIBLE_SSH_CONTROL_PATH_DIR: join(own, 'cp'),
      ANSIBLE_REMOTE_USER: 'root',
      ANSIBLE_PRIVATE_KEY_FILE: keyFile,
      ANSIBLE_SSH_COMMON_ARGS: `-o UserKnownHostsFile=${knownHostsFile}`,
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
      ANSIBLE_NOCOLOR: '1',
      ...settings,
    },
  };
}

const tuned = {
  ANSIBLE_FORKS: '50',
  ANSIBLE_PIPELINING: '1',
  ANSIBLE_GATHERING: 'smart',
  ANSIBLE_GATHER_SUBSET: '!all',
};

/** As it comes: five hosts at a time, a file copied for each module, all facts. */
export const ansible: Rival = {
  name: 'Ansible as shipped',
  every: (hosts) => (hosts > 16 ? Infinity : 5),
  again: false,
  command: (task) => prepared(task, {}),
};

export const ansibleTuned: Rival = {
  name: 'Ansible tuned',
  every: (hosts) => (hosts > 16 ? Infinity : 3),
  again: false,
  command: (task) => prepared(task, tuned),
};

export const ansibleMitogen: Rival = {
  name: 'Ansible + Mitogen',
  every: () => 2,
  again: true,
  command: (task) =>
    prepared(task, {
      ...tuned,
      ANSIBLE_STRATEGY_PLUGINS: '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy',
      ANSIBLE_STRATEGY: 'mitogen_linear',
    }),
};
