/** How long rules go by what a proof showed, in seconds: it is run when somebody asks for it, not with every look. */
export const proofAgeSeconds = 86_400;
