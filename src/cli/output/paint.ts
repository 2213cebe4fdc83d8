import { styleText } from 'node:util';

/** What a piece of output means, not how it looks. */
export type Tone = 'heading' | 'good' | 'warning' | 'bad' | 'faint';

/** Puts colour on a text, or leaves it. */
export type Paint = (tone: Tone, text: string) => string;

const styles = { heading: 'bold', good: 'green', warning: 'yellow', bad: 'red', faint: 'dim' } as const;

/**
 * @param stream - where the text goes
 * @param env - NO_COLOR, when it is set and not empty, says no
 * @returns what colours for a terminal and leaves text for anything else as it is
 */
export function painter(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  // styleText would look at the process's own stdout, whatever stream this is for.
  return stream.isTTY && !env.NO_COLOR
    ? (tone, text) => styleText(styles[tone], text, { validateStream: false })
    : (_, text) => text;
}
