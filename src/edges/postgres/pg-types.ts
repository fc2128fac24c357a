import { types, type CustomTypesConfig } from 'pg';
import { z } from 'zod';

const int8 = 20;
const typeParser = z.custom<(text: string) => unknown>((value) => typeof value === 'function');

/** The driver's own parsers, but int8 as `bigint`: its default is text, and a number would lose digits. */
export const hostwrightTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? (text: string) => BigInt(text) : typeParser.parse(types.getTypeParser(oid, format)),
};
