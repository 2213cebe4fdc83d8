import { execa } from 'execa';
import { expect, test } from 'vitest';
import { eventOf } from '../../../examples/cdc/consumer/event.js';

const { failed: noPython } = await execa('python3', ['--version'], { reject: false });

test.skipIf(noPython)('the Python consumer compiles', async () => {
  const compile = "import pathlib, sys; compile(pathlib.Path(sys.argv[1]).read_text(), sys.argv[1], 'exec')";
  await execa('python3', ['-c', compile, 'examples/cdc/microservice-consumer.py']);
});

test('a message without the header id is refused', () => {
  expect(() => eventOf(new Map(), '{}')).toThrow('no header id');
});
