import { extensionFiles } from '../extension.js';
import type { Provider } from './connection.js';
import { startEmbedded } from './providers/embedded.js';
import type { PostgresServer, ServerOptions } from './server.js';
import { attachUrl } from './providers/url.js';

const providers = {
  embedded: startEmbedded,
  // Loaded when asked for: it takes longer to load than a server to start.
  docker: async (options: Required<ServerOptions>) => (await import('./providers/docker.js')).startDocker(options),
  url: attachUrl,
};

/**
 * Starts a PostgreSQL server that knows the extension, or finds the one that SPECQL_TEST_URL names.
 *
 * @param options - which major, and what differs from the usual
 * @returns the server, accepting connections
 * @throws Error when the extension cannot be assembled, or the server does not start
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  const { provider = providerFromEnvironment(), settings = {}, binDirectory = '' } = options;
  const extension = options.extension ?? (await extensionFiles()).files;
  return providers[provider]({ major: options.major, provider, settings, binDirectory, extension });
}

/**
 * @returns the provider that SPECQL_TEST_PROVIDER names, `embedded` when it is unset
 * @throws Error when there is no such provider
 */
export function providerFromEnvironment(): Provider {
  const name = process.env.SPECQL_TEST_PROVIDER ?? 'embedded';
  if (name in providers) return name as Provider;
  throw new Error(`SPECQL_TEST_PROVIDER must be one of ${Object.keys(providers).join(', ')}, not "${name}"`);
}
