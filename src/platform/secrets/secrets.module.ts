import { Module } from '@nestjs/common';
import { SealedColumns } from './sealed-columns.js';
import { SecretBox } from './secret-box.js';

@Module({ providers: [SecretBox, SealedColumns], exports: [SecretBox, SealedColumns] })
export class SecretsModule {}
