import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FoliosService } from '../folios/folios.service.js';
import { InvoiceWriterRepository } from './invoice-writer.repository.js';

/** What is paid on a window after its invoice counts as paid on the invoice. */
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
