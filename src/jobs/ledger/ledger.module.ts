import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { JobEndStatements } from './job-end.js';
import { LedgerRetention } from './ledger-retention.js';
import { Ledger } from './ledger.js';

@Module({
  imports: [RetentionModule],
  providers: [JobEndStatements, Ledger, LedgerRetention],
  exports: [JobEndStatements, Ledger],
})
export class LedgerModule {}
