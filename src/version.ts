import { readFileSync } from 'node:fs';

/** Version of this package, for instance `1.0.0`. Source and compiled file stand equally deep, so both find the manifest. */
export const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
