import { GenericContainer, Wait } from 'testcontainers';
import { connectionTo } from '../connection.js';
import type { PostgresServer, ServerOptions } from '../server.js';

/** The releases that the embedded servers have too. */
const releases: Record<number, string> = { 15: '15.18', 16: '16.14', 17: '17.10', 18: '18.4' };

/**
 * Starts the official image with the extension copied in. Testcontainers removes the container when this process ends.
 *
 * @param options - major, settings and the extension's files
 * @returns the server, accepting connections
 * @throws Error when no container engine answers
 */
export async function startDocker({ major, settings, extension }: Required<ServerOptions>): Promise<PostgresServer> {
  const directory = `/usr/share/postgresql/${major}/extension`;
  const wanted = { wal_level: 'logical', fsync: 'off', ...settings };
  const container = await new GenericContainer(`postgres:${releases[major] ?? major}`)
    .withEnvironment({ POSTGRES_HOST_AUTH_METHOD: 'trust' })
    .withCopyContentToContainer([...extension].map(([name, content]) => ({ content, target: `${directory}/${name}` })))
    .withCommand(['postgres', ...Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`])])
    .withExposedPorts(5432)
    // The image starts the server once for its own set-up before the real start.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const host = `${container.getHost()}:${String(container.getMappedPort(5432))}`;
  const refuse = () =>
    Promise.reject(new Error('restarting needs the embedded provider: a container gets another port'));
  return {
    ...connectionTo({ major, provider: 'docker', url: `postgresql://postgres@${host}/postgres` }),
    async stop() {
      await container.stop();
    },
    kill: refuse,
    restart: refuse,
  };
}
