import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { JobEndStatements } from './job-end.js';
import { LedgerRetention } from './ledger-retention.js';
import { Ledger } from './ledger.js';

@Module({
  imports: [RetentionModule, ContractsModule],
  providers: [JobEndStatements, Ledger, LedgerRetention],
  exports: [JobEndStatements, Ledger],
})
export class LedgerModule {}
