import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, type Probe, type Reading } from '../probe.js';

/** A network link and what it stands on. */
export interface TreeLink {
  readonly name: string;
  /** What it is made of: `vlan`, `bond`, `bridge`, `veth`, …; null for a card, and for the loopback. */
  readonly kind: string | null;
  readonly loopback: boolean;
  /** The links right below: what a VLAN is cut from, what a bond or a bridge joins. */
  readonly over: readonly string[];
}

const links = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()),
    /** The link below; null where that lies outside of the host's own network. */
    link: z.string().nullish(),
    master: z.string().optional(),
    linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
  }),
);

const parse = parseOnce((answer): Reading<readonly TreeLink[]> => {
  if (answer.exitCode !== 0) return failedCommand('ip', answer);
  const read = parseJson(links, answer.stdout);
  if (!read.known) return read;
  return known(
    read.value.map(({ ifname, flags, link, linkinfo }) => ({
      name: ifname,
      kind: linkinfo?.info_kind ?? null,
      loopback: flags.includes('LOOPBACK'),
      over: [
        ...(link == null ? [] : [link]),
        ...read.value.filter(({ master }) => master === ifname).map(({ ifname: member }) => member),
      ],
    })),
  );
});

/** How the links of a host stand on one another, down to its network cards. */
export function linkTree(): Probe<readonly TreeLink[]> {
  return {
    id: probeId('network.linkTree', []),
    question: { via: 'shell', script: 'ip -d -j link show', args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}

/** The network cards of a host. */
export function cardsOf(tree: readonly TreeLink[]): readonly string[] {
  return tree.filter(({ kind, loopback }) => kind === null && !loopback).map(({ name }) => name);
}

/** A link and all that it stands on. */
export function linksUnder(tree: readonly TreeLink[], name: string): readonly string[] {
  const seen = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(tree.find((link) => link.name === next)?.over ?? []));
  }
  return [...seen];
}

/** The cards that carry what goes over a link: itself where it is one. */
export function cardsUnder(tree: readonly TreeLink[], name: string): readonly string[] {
  const cards = new Set(cardsOf(tree));
  return linksUnder(tree, name).filter((link) => cards.has(link));
}
