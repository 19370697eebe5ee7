import { Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { RetentionModule } from '../retention/retention.module.js';
import { DownloadsController } from './downloads.controller.js';
import { FileStorage } from './file-storage.js';
import { LocalDriver } from './local-driver.js';
import { STORAGE_DRIVER } from './storage.tokens.js';
import { StoredFilesRepository } from './stored-files.repository.js';

/** Files: their bytes on a disk or in S3, what is known of them in Postgres. */
@Module({
  imports: [RetentionModule],
  controllers: [DownloadsController],
  providers: [
    { provide: STORAGE_DRIVER, inject: [Config], useFactory: (config: Config) => new LocalDriver(config.STORAGE_DIR) },
    StoredFilesRepository,
    FileStorage,
  ],
  exports: [FileStorage],
})
export class StorageModule {}
