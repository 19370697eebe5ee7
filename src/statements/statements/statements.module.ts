import { Module } from '@nestjs/common';
import { StatementGeneration } from './statement-generation.js';
import { StatementReader } from './statement-reader.js';
import { StatementStates } from './statement-states.js';

/** The ledger and the statements made of it. */
@Module({
  providers: [StatementGeneration, StatementReader, StatementStates],
  exports: [StatementGeneration, StatementReader, StatementStates],
})
export class OwnerStatementsModule {}
