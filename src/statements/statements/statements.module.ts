import { Module } from '@nestjs/common';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { OwnerExpensesModule } from '../expenses/expenses.module.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { ExchangeRatesModule } from '../rates/rates.module.js';
import { AdjustmentsService } from './adjustments/adjustments.service.js';
import { OpeningBalancesController } from './openings/opening-balances.controller.js';
import { OpeningBalances } from './openings/opening-balances.service.js';
import { AgreementPreviewController } from './preview/agreement-preview.controller.js';
import { StatementFactsRepository } from './generation/facts.repository.js';
import { StatementWriter } from './generation/statement-writer.js';
import { StatementExplanations } from './explain/statement-explanations.js';
import { StatementGeneration } from './statement-generation.js';
import { StatementHooks } from './statement-hooks.js';
import { StatementReader } from './statement-reader.js';
import { StatementStates } from './statement-states.js';
import { OwnerStatementsController } from './statements.controller.js';
import { StayUsesController } from './uses/stay-uses.controller.js';
import { StayUses } from './uses/stay-uses.service.js';

/** The ledger and the statements made of it. */
@Module({
  imports: [RentalPartiesModule, AgreementsModule, ExchangeRatesModule, OwnerExpensesModule],
  controllers: [OwnerStatementsController, OpeningBalancesController, AgreementPreviewController, StayUsesController],
  providers: [
    StatementFactsRepository,
    StatementWriter,
    StatementGeneration,
    StatementReader,
    StatementStates,
    StatementHooks,
    AdjustmentsService,
    OpeningBalances,
    StatementExplanations,
    StayUses,
  ],
  exports: [StatementGeneration, StatementReader, StatementStates, StatementHooks],
})
export class OwnerStatementsModule {}
