/** What of their settings is another than in Debian, where one is; `home` and `spool` are postfix's, `location` is dovecot's. */
interface Changed {
  readonly location?: string;
  readonly home?: string;
  readonly spool?: string;
  readonly virtual_mailbox_domains?: string;
  readonly virtual_mailbox_maps?: string;
  readonly virtual_transport?: string;
  readonly virtual_mailbox_base?: string;
  readonly mailbox_transport?: string;
  readonly local_transport?: string;
}

/** What dovecot and postfix print of their settings: each only where something is said of it. */
export function mailSettings({ location, home, spool, ...others }: Changed): string {
  const dovecot = location === undefined ? '' : `dovecot:\nmail_location = ${location}\n`;
  if (home === undefined && spool === undefined && Object.keys(others).length === 0) return dovecot;
  const postfix = {
    ...{ virtual_mailbox_maps: '', virtual_transport: 'virtual', virtual_mailbox_base: '' },
    ...{ mailbox_transport_maps: '', mailbox_transport: '', mailbox_command_maps: '', mailbox_command: '' },
    ...others,
    ...{ home_mailbox: home ?? '', mail_spool_directory: spool ?? '/var/mail' },
  };
  return `${dovecot}postfix:\n${Object.entries(postfix)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('')}`;
}
