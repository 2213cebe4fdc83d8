#!/usr/bin/env node
import process from 'node:process';
import { interrupt } from './interrupted.js';
import { run } from './run.js';

// `specql-cdc history ... | head` closes the pipe early: nobody reads what is left.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  // `tail` has a consumer to drop first.
  if (!interrupt()) process.exit();
});

process.exitCode = await run(process.argv.slice(2), process);
