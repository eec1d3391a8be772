// The database agent: holds connections and locks beside a database.
import { serveAgent } from '../runtime/serve-agent.js';
import { databaseAgent } from './database.js';

serveAgent(() => databaseAgent()).then(
  (code) => process.exit(code),
  () => process.exit(1),
);
