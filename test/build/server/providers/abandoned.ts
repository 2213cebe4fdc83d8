/** Starts a server, prints its folder and its process, and ends as its argument says, without stopping it. Run by abandoned.test.ts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startServer } from '../../../../build/server/start.js';
import { tinyExtension } from '../tinyExtension.js';

const server = await startServer({ major: 18, provider: 'embedded', extension: tinyExtension() });
const { dataDirectory = '' } = server;
// Before the end, at which the folder goes.
const [pid = ''] = (await readFile(path.join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n');
console.log(JSON.stringify({ folder: path.dirname(dataDirectory), pid: Number(pid) }));
switch (process.argv[2]) {
  case 'return':
    break;
  case 'throw':
    throw new Error('uncaught');
  default:
    setInterval(() => undefined, 1000);
}
