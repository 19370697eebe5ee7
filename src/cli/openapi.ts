import { writeFileSync } from 'node:fs';
import { createApp } from '../bootstrap.js';
import { openApiDocument } from '../openapi.js';

/** Writes the OpenAPI document to openapi.json. Needs the same environment as the server. */
const app = await createApp({ ...process.env, LOG_LEVEL: 'error', ROLES: 'api' });
await app.init();
writeFileSync('openapi.json', `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
await app.close();
process.exit(0);
