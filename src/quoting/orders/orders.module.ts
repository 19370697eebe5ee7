import { Module } from '@nestjs/common';
import { ReportsModule } from '../../reports/index.js';
import { Analytics } from './analytics.report.js';
import { OrderInvoices, OrdersReport } from './orders.report.js';

@Module({ imports: [ReportsModule.forFeature(OrdersReport, OrderInvoices, Analytics)] })
export class OrdersModule {}
