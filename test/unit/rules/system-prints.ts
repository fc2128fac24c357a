/** What `cat /etc/os-release`, `uname -r` and `uname -m` print of a system. */
export function printedRelease(
  id: string,
  version: string,
  { architecture = 'x86_64', kernel = '6.1.0' }: { readonly architecture?: string; readonly kernel?: string } = {},
): string {
  return `ID=${id}\nVERSION_ID="${version}"\nPRETTY_NAME="${id} ${version}"\n${kernel}\n${architecture}\n`;
}

/** What nproc and lscpu print of a host with so many processors. */
export function printedProcessors(count: number, modes = '32-bit, 64-bit'): string {
  return `${count}\n${JSON.stringify({ lscpu: [{ field: 'CPU op-mode(s):', data: modes }] })}\n`;
}

/** What df prints of disks by the gigabytes that they hold and by how full they are, in per cent. */
export function printedDisks(...disks: readonly (readonly [gigabytes: number, full?: number])[]): string {
  const lines = disks.map(([gigabytes, full = 0], index) => {
    const kib = Math.ceil((gigabytes * 1_000_000_000) / 1024);
    const used = Math.ceil((kib * full) / 100);
    return `/dev/vd${index} ${kib} ${used} ${kib - used} ${full}% ${index === 0 ? '/' : `/disk${index}`}\n`;
  });
  return `Filesystem 1024-blocks Used Available Capacity Mounted on\n${lines.join('')}`;
}
