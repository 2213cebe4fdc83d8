import pg from 'pg';
import { parseExactJson } from '../../connection/exactJson.js';

const usual = pg.types.getTypeParser as (oid: number) => (text: string) => unknown;
const jsonb: number = pg.types.builtins.JSONB;

/** Long enough to be rounded. Few payloads have one, and parsing exactly takes several times as long. */
const longNumber = /[\d.]{16}/;

const parsePayload = (text: string): unknown => (longNumber.test(text) ? parseExactJson(text) : JSON.parse(text));

/** Type parsers for events: a number in a payload that JavaScript would round is a string of its digits. */
export const payloadTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => (oid === jsonb ? parsePayload : usual(oid)),
};
