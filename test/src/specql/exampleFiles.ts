import { readdirSync, readFileSync } from 'node:fs';
import type { SpecqlFile } from '../../../src/specql/parseEntities.js';

/** @returns every entity file of examples/ */
export function exampleFiles(): SpecqlFile[] {
  return readdirSync('examples', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.includes('node_modules'))
    .sort()
    .map((name) => ({ name: `examples/${name}`, text: readFileSync(`examples/${name}`, 'utf8') }))
    .filter(({ text }) => /^entity:/m.test(text));
}
