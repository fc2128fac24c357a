/** What keeps the kernel's table of balanced services by our file, and checks the health of who is balanced to. */
export const directorUnit = 'keepalived.service';
