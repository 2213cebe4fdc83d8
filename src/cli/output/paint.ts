import { randomUUID } from 'node:crypto';
import { escaped } from './printable.js';

/** What a piece of output means, not how it looks. */
export type Tone = 'heading' | 'good' | 'warning' | 'bad' | 'faint';

/** Puts colour on a text, or leaves it. */
export type Paint = (tone: Tone, text: string) => string;

/** The codes that begin and end a style. */
const styles = { heading: [1, 22], good: [32, 39], warning: [33, 39], bad: [31, 39], faint: [2, 22] } as const;

/** Stands before the number of a code until `forTerminal`: no value from elsewhere can hold it. */
const mark = randomUUID();

const code = (number: number) => `${mark}${number}m`;

/**
 * @param stream - where the text goes
 * @param env - NO_COLOR, when it is set and not empty, says no
 * @returns what colours for a terminal and leaves text for anything else as it is
 */
export function painter(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  return stream.isTTY && !env.NO_COLOR
    ? (tone, text) => code(styles[tone][0]) + text + code(styles[tone][1])
    : (_, text) => text;
}

/**
 * The last step before a stream: whatever a command forgot to escape does nothing there.
 *
 * @param text - lines, painted or not
 * @returns them with every control and bidirectional character escaped but line breaks and our colours
 */
export function forTerminal(text: string): string {
  return text.split('\n').map(escaped).join('\n').replaceAll(mark, '\u001b[');
}
