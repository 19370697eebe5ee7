import { Module } from '@nestjs/common';
import { AgreementsModule } from './agreements/agreements.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { StatementDeliveryModule } from './delivery/delivery.module.js';
import { StatementDocumentsModule } from './documents/documents.module.js';
import { OwnerExpensesModule } from './expenses/expenses.module.js';
import { FileImportsModule } from './file-imports/file-imports.module.js';
import { RentalPartiesModule } from './parties/parties.module.js';
import { OwnerPayoutsModule } from './payouts/payouts.module.js';
import { ExchangeRatesModule } from './rates/rates.module.js';
import { RentalReservationsModule } from './reservations/reservations.module.js';
import { StatementRunsModule } from './runs/runs.module.js';
import { OwnerStatementsModule } from './statements/statements.module.js';
import { OwnerSummariesModule } from './summaries/summaries.module.js';

/** What a rental manager owes each owner, from the stays as they come to the statement as it is sent. */
@Module({
  imports: [
    RentalPartiesModule,
    AgreementsModule,
    ExchangeRatesModule,
    RentalReservationsModule,
    OwnerExpensesModule,
    OwnerPayoutsModule,
    OwnerStatementsModule,
    StatementDocumentsModule,
    StatementDeliveryModule,
    OwnerSummariesModule,
    ConnectionsModule,
    FileImportsModule,
    StatementRunsModule,
  ],
})
export class StatementsModule {}
