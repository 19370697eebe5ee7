import { Module } from '@nestjs/common';
import { StorageModule } from '../../platform/storage/index.js';
import { PartFilesRepository } from './part-files.repository.js';
import { PartFilesService } from './part-files.service.js';

/** Files of parts to be made: their bytes and what they are called. */
@Module({
  imports: [StorageModule],
  providers: [PartFilesRepository, PartFilesService],
  exports: [PartFilesRepository, PartFilesService],
})
export class FilesModule {}
