/** The version of Hostwright that runs, as in package.json; an operation keeps the one that wrote its plan. */
export const codeVersion = '0.1.0';
