#!/usr/bin/env node
import process from 'node:process';
import { interrupt, wasInterrupted } from './interrupted.js';
import { run } from './run.js';

// `specql-cdc history ... | head` closes the pipe early: nobody reads what is left. `tail` has a consumer to drop first, others a statement to cancel.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  if (!interrupt()) process.exit();
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interrupt();
});

process.exitCode = await run(process.argv.slice(2), process);
// What was interrupted may wait for somebody's answer still.
if (wasInterrupted()) process.exit();
