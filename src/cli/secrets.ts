import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../platform/config/config.js';
import { SealedColumns } from '../platform/secrets/sealed-columns.js';
import { SecretBox } from '../platform/secrets/secret-box.js';

/** Encrypts every kept secret under the first of SECRET_KEYS, and says when the other keys may be removed. */
try {
  const config = loadConfig({ ...process.env, ROLES: 'api' });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger: ['error', 'fatal'] });
  const { ring } = app.get(SecretBox, { strict: false });
  const { locked } = await app.get(SealedColumns, { strict: false }).reseal();
  const lost = Object.entries(locked).map(([key, n]) => `${n} that need the key "${key}" as it was`);
  const others = ring.ids.filter((id) => id !== ring.current);
  if (lost.length > 0) console.log(`Secrets cannot be read: ${lost.join(', ')}`);
  else console.log(`Every secret is encrypted with the key "${ring.current}"`);
  if (lost.length === 0 && others.length > 0) console.log(`No secret needs ${others.join(', ')} any more`);
  await app.close();
  process.exit(lost.length > 0 ? 1 : 0);
} catch (error) {
  console.error(`The secrets could not be gone through: ${(error as Error).message}`);
  process.exit(1);
}
