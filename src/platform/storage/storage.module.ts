import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { RetentionModule } from '../retention/retention.module.js';
import { DirectUploads } from './direct-uploads.js';
import { DownloadsController } from './downloads.controller.js';
import { FileStorage } from './file-storage.js';
import { LocalDriver } from './local-driver.js';
import type { StorageDriver } from './storage-driver.js';
import { StorageSweep } from './storage-sweep.js';
import { STORAGE_DRIVER } from './storage.tokens.js';
import { StoredFilesRepository } from './stored-files.repository.js';

/** Files: their bytes on a disk or in S3, what is known of them in Postgres. */
@Module({
  imports: [RetentionModule],
  controllers: [DownloadsController],
  providers: [
    { provide: STORAGE_DRIVER, inject: [Config], useFactory: driverOf },
    StoredFilesRepository,
    FileStorage,
    DirectUploads,
    StorageSweep,
  ],
  exports: [FileStorage, DirectUploads],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(STORAGE_DRIVER) private readonly driver: StorageDriver) {}

  /** Kept connections would keep the process. */
  onApplicationShutdown(): void {
    this.driver.close?.();
  }
}

async function driverOf(config: Config): Promise<StorageDriver> {
  const { S3_BUCKET: bucket, S3_ENDPOINT: endpoint, AWS_REGION: region } = config;
  if (!bucket) return new LocalDriver(config.STORAGE_DIR);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = config;
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  // The client of S3 takes long to load, in every process that has no use for it.
  const { S3Driver } = await import('./s3-driver.js');
  return new S3Driver({ bucket, region, endpoint, credentials });
}
