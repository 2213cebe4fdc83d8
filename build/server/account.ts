import { readFile } from 'node:fs/promises';

/** The operating system account a server runs under. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root lends it another account.
 *
 * @returns `postgres` or else `nobody` when we are root; undefined when we are not, and the server runs as we do
 * @throws Error when there is neither
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find(([account]) => account === name);
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('running as root, and /etc/passwd has neither postgres nor nobody to run the server under');
}
