/** In the place of a password that only a person can tell: as it stands it is refused. */
export const passwordGap = '<the right password>';
