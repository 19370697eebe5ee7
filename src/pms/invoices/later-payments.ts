import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FoliosService } from '../folios/folios.service.js';
import { InvoiceWriterRepository } from './invoice-writer.repository.js';

/** Notes payments on a window that has an invoice as payments of that invoice. */
@Injectable()
export class LaterPayments implements OnModuleInit {
  constructor(
    private readonly folios: FoliosService,
    private readonly writer: InvoiceWriterRepository,
  ) {}

  onModuleInit(): void {
    this.folios.onPaid(({ id }) => this.writer.addPayment(id));
  }
}
