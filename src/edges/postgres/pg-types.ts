import { types, type CustomTypesConfig } from 'pg';

const int8 = 20;

/** The driver's own parsers, but int8 as `bigint`: its default is text, and a number would lose digits. */
export const hostwrightTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === int8) return (text: string) => BigInt(text);
    const parse: (text: string) => unknown = types.getTypeParser(oid, format);
    return parse;
  },
};
