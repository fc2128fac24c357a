/**
 * Asks an address ($0) for the page of a site ($1), on a connection of its own and without another program than bash; everything
 * that is sent back is printed.
 */
export const pageRequest = `exec 3<>"/dev/tcp/$0/80" && printf 'GET / HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n' "$1" >&3 && timeout 5 cat <&3`;
