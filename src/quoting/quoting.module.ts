import { Module } from '@nestjs/common';
import { AnalysisModule } from './analysis/analysis.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { FilesModule } from './files/files.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { QuotesModule } from './quotes/quotes.module.js';
import { UploadsModule } from './uploads/uploads.module.js';

/** A workshop's way from an uploaded part to a priced, sent and accepted quote. */
@Module({ imports: [CatalogueModule, FilesModule, AnalysisModule, UploadsModule, QuotesModule, OrdersModule] })
export class QuotingModule {}
