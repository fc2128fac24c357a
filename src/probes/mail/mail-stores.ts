import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/**
 * A program that keeps or reads mail, and a place where it does: a path, or one that begins with `~` in an account's home. `virtual` is
 * the part of postfix that keeps mail of users whom the system does not know.
 */
export interface MailStore {
  readonly program: 'dovecot' | 'postfix' | 'virtual';
  readonly path: string;
}

/** By whom postfix has mail of the system's users kept, in the order in which local(8) asks; what comes first is not kept by postfix. */
const handingOn = [
  'local_transport',
  'mailbox_transport_maps',
  'mailbox_transport',
  'mailbox_command_maps',
  'mailbox_command',
] as const;
const asked = [
  ...['virtual_mailbox_domains', 'virtual_mailbox_maps', 'virtual_transport', 'virtual_mailbox_base'],
  ...handingOn,
  ...['home_mailbox', 'mail_spool_directory'],
] as const;

/** Postfix' own defaults: of these two that is what counts where nothing is said. */
const defaults: Readonly<Record<string, string>> = {
  virtual_mailbox_domains: '$virtual_mailbox_maps',
  local_transport: 'local:$myhostname',
};

/** What is not installed says nothing; what is installed and cannot be asked fails, whatever the other one says. */
const script = `if command -v doveconf >/dev/null; then echo dovecot:; doveconf mail_location mail_home && doveconf -n userdb || exit; fi
if command -v postconf >/dev/null; then echo postfix:; postconf ${asked.join(' ')} || exit; fi`;

type Settings = ReadonlyMap<string, string>;
type Stores = Reading<readonly MailStore[]>;

const installed = ['dovecot:', 'postfix:'];

/** A block that says where dovecot finds its users, as `doveconf -n userdb` prints it: what is as by default is left out, and values have braces too. */
const userBlock = /^userdb \{\n((?: .*\n)*)\}\n?/gm;

/**
 * Whether what dovecot takes for a user's home may be another than the system's: `passwd` alone asks the system, unless settings put
 * something in the place of what it says.
 */
function hasOtherHomes(text: string): boolean {
  const blocks = [...text.matchAll(userBlock)].map(([, block = '']) => block);
  return blocks.some(
    (block) =>
      !/^ *driver = passwd$/m.test(block) || /^ *(args|default_fields|override_fields) = .*(home|mail)=/m.test(block),
  );
}

/** By name; of a program that is installed its name as well. */
function settingsOf(text: string): Settings | undefined {
  const settings = new Map(Object.entries(defaults));
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, name, value = ''] = installed.includes(line) ? ['', line] : (/^([a-z_]+) =(.*)$/.exec(line) ?? []);
    if (name === undefined) return undefined;
    settings.set(name, value.trim());
  }
  return settings;
}

/** `maildir:~/Maildir`, `mbox:~/mail:INBOX=/var/mail/%u`: the store and other places of it, each with its name. */
function pathsOf(location: string): readonly string[] {
  return location
    .split(':')
    .flatMap((part) => /(?:^|=)([~/].*|%(?:h|\{home\}).*)$/.exec(part)?.[1]?.replace(/^%(?:h|\{home\})/, '~') ?? []);
}

function storesAt(program: MailStore['program'], location: string): Stores {
  const paths = pathsOf(location);
  // Without a place dovecot looks for one in every home, and virtual users may each have theirs below `/`. Another notation is not
  // understood.
  return paths.length === 0 || paths.includes('/')
    ? unknown(`${program} does not say where it keeps mail: "${location.slice(0, 200)}"`)
    : known(paths.map((path) => ({ program, path })));
}

/** Dovecot says by itself where it keeps what it is given; of others nobody was asked. */
function handedOn(to: string, hasDovecot: boolean): Stores {
  return hasDovecot && to.includes('dovecot')
    ? known([])
    : unknown(`postfix hands mail on, to who does not say where it is kept: "${to.slice(0, 200)}"`);
}

function ofVirtualUsers(settings: Settings, hasDovecot: boolean): Stores {
  const maps = settings.get('virtual_mailbox_maps') ?? '';
  // Its default is to be asked for there.
  const domains = (settings.get('virtual_mailbox_domains') ?? '').replace('$virtual_mailbox_maps', maps);
  if (domains === '') return known([]);
  const to = settings.get('virtual_transport') ?? '';
  return /^virtual(:|$)/.test(to)
    ? storesAt('virtual', settings.get('virtual_mailbox_base') ?? '')
    : handedOn(to, hasDovecot);
}

function ofSystemUsers(settings: Settings, hasDovecot: boolean): Stores {
  // By default it is local(8) that asks for the others.
  const to = handingOn
    .map((name) => settings.get(name) ?? '')
    .find((value) => value !== '' && !/^local(:|$)/.test(value));
  if (to !== undefined) return handedOn(to, hasDovecot);
  const home = settings.get('home_mailbox') ?? '';
  return storesAt('postfix', home === '' ? (settings.get('mail_spool_directory') ?? '') : `~/${home}`);
}

/** A place in the home of a user of whom nobody knows where that is. */
function dovecotStores(settings: Settings, otherHomes: boolean): Stores {
  const home = settings.get('mail_home') ?? '';
  const stores = storesAt('dovecot', settings.get('mail_location') ?? '');
  if (!stores.known || !stores.value.some(({ path }) => path.startsWith('~'))) return stores;
  if (home === '' && !otherHomes) return stores;
  return unknown(
    `dovecot keeps mail in homes, and not in those that the system knows: ${home === '' ? 'userdb' : 'mail_home'} says others`,
  );
}

function parseStores(text: string): Stores {
  const otherHomes = hasOtherHomes(text);
  const settings = settingsOf(text.replace(userBlock, ''));
  if (settings === undefined) return unknown(`the settings are not understood: ${text.slice(0, 200)}`);
  const hasDovecot = settings.has('dovecot:');
  const hasPostfix = settings.has('postfix:');
  const wanted = [...(hasDovecot ? ['mail_location'] : []), ...(hasPostfix ? asked : [])];
  // Dovecot 2.4 names its settings otherwise.
  const unsaid = wanted.find((name) => !settings.has(name));
  if (unsaid !== undefined) return unknown(`the settings of a mail server do not say what ${unsaid} is`);
  const readings = [
    ...(hasDovecot ? [dovecotStores(settings, otherHomes)] : []),
    ...(hasPostfix ? [ofVirtualUsers(settings, hasDovecot), ofSystemUsers(settings, hasDovecot)] : []),
  ];
  const stores: MailStore[] = [];
  for (const reading of readings) {
    if (!reading.known) return reading;
    stores.push(...reading.value);
  }
  return known(stores);
}

/** Where the mail servers of a host keep mail, as they are configured; empty where there is none. */
export function mailStores(): Probe<readonly MailStore[]> {
  return {
    id: probeId('mail.stores', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) =>
      answer.exitCode === 0 ? parseStores(answer.stdout) : failedCommand('doveconf or postconf', answer),
  };
}
