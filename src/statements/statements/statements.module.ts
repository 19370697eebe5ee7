import { Module } from '@nestjs/common';
import { StatementGeneration } from './statement-generation.js';
import { StatementHooks } from './statement-hooks.js';
import { StatementReader } from './statement-reader.js';
import { StatementStates } from './statement-states.js';

/** The ledger and the statements made of it. */
@Module({
  providers: [StatementGeneration, StatementReader, StatementStates, StatementHooks],
  exports: [StatementGeneration, StatementReader, StatementStates, StatementHooks],
})
export class OwnerStatementsModule {}
