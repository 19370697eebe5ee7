import { JobsKit, type KitOptions } from '../../src/jobs/testing/index.js';
import { createTestDatabase } from './databases.js';
import { newFileFolder, removeFileFolder } from './file-folder.js';

/** The kit on a database of its own and on the Redis of `npm test`. Stop it when the tests are done. */
export async function startKit(
  imports: KitOptions['imports'],
  env: Record<string, string> = {},
): Promise<{ kit: JobsKit; stop: () => Promise<void> }> {
  const database = await createTestDatabase();
  const redisUrl = process.env['TEST_REDIS_URL']!;
  const folder = newFileFolder();
  const kit = await JobsKit.start({
    databaseUrl: database.url,
    redisUrl,
    imports,
    env: { STORAGE_DIR: folder, ...env },
  });
  const stop = async () => {
    await kit.stop();
    await database.drop();
    await removeFileFolder(folder);
  };
  return { kit, stop };
}
