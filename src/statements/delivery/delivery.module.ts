import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { StatementDocumentsModule } from '../documents/documents.module.js';
import { OwnerPayoutsModule } from '../payouts/payouts.module.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { OwnerStatementsModule } from '../statements/statements.module.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { StatementDeliveryController } from './delivery.controller.js';
import { OwnerLinksController } from './link/owner-links.controller.js';
import { OwnerLinks } from './link/owner-links.service.js';
import { OwnerPageController } from './link/owner-page.controller.js';
import { OwnerPortals } from './link/owner-portal.service.js';
import { OwnerStatement } from './mail/owner-statement.mail.js';
import { Recipients } from './recipients.service.js';
import { PayoutPlaces } from './payment/payout-places.js';
import { StatementPaymentController } from './payment/statement-payment.controller.js';
import { StatementPayment } from './payment/statement-payment.service.js';
import { StatementSend } from './statement-send.job.js';
import { StatementSendProcessor } from './statement-send.processor.js';
import { StatementSending } from './statement-sending.service.js';

/** Statements on their way to owners: mails and what became of them, links. */
@Module({
  imports: [
    RentalPartiesModule,
    OwnerPayoutsModule,
    OwnerStatementsModule,
    StatementDocumentsModule,
    StorageModule,
    MessagesModule.forFeature(OwnerStatement),
    JobsModule.forFeature(StatementSend),
  ],
  controllers: [StatementDeliveryController, OwnerLinksController, OwnerPageController, StatementPaymentController],
  providers: [
    DeliveriesRepository,
    Recipients,
    StatementSending,
    StatementSendProcessor,
    OwnerLinks,
    OwnerPortals,
    PayoutPlaces,
    StatementPayment,
  ],
  exports: [StatementSending],
})
export class StatementDeliveryModule {}
