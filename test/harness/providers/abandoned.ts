/** Starts a server and ends as its argument says, without stopping it. Run by abandoned.test.ts. */
import { startServer } from '../start.js';
import { tinyExtension } from '../tinyExtension.js';

const server = await startServer({ major: 18, provider: 'embedded', extension: tinyExtension() });
console.log(server.dataDirectory);
switch (process.argv[2]) {
  case 'return':
    break;
  case 'throw':
    throw new Error('uncaught');
  default:
    setInterval(() => undefined, 1000);
}
