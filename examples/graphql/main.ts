import { startShopServer } from './server.js';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL)
  throw new Error('set DATABASE_URL to a database with the extension and examples/ecommerce/install.sql');
const server = await startShopServer(DATABASE_URL, 4000);
console.log(`GraphQL at ${server.url}`);
process.once('SIGINT', () => void server.stop());
