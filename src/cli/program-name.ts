/** Whether this runs from a clone, where npm starts the command line. */
const isSource = __filename.endsWith('.ts');

/** What a person types to run the command line. */
export const programName = isSource ? 'npm run --silent hostwright --' : 'hostwright';
