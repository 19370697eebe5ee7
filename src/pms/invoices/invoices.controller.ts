import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { ChainService } from './chain.service.js';
import { CreditNotesService } from './credit-notes.service.js';
import { ciiOf } from './e-invoice-cii.js';
import { eInvoiceOf, missingOf } from './e-invoice.js';
import { toChainResponse, toInvoiceResponse, toSummary } from './invoice-answers.js';
import { renderInvoice } from './invoice-document.js';
import {
  ChainQuery,
  ChainResponse,
  CreditNoteRequest,
  InvoiceResponse,
  InvoicesQuery,
  InvoicesResponse,
  IssueInvoiceRequest,
} from './invoices.dto.js';
import { InvoicesService } from './invoices.service.js';

@ApiTags('PMS: invoices')
@Controller('invoices')
export class InvoicesController {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly creditNotes: CreditNotesService,
    private readonly chain: ChainService,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Invoices and credit notes, latest first' })
  @ApiOkResponse({ type: InvoicesResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() query: InvoicesQuery): Promise<InvoicesResponse> {
    const { invoices, total } = await this.invoices.list(query);
    return { invoices: invoices.map(toSummary), total };
  }

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Issue the invoice of a folio window now' })
  @ApiCreatedResponse({ type: InvoiceResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async issue(@Body() body: IssueInvoiceRequest): Promise<InvoiceResponse> {
    return toInvoiceResponse(await this.invoices.issue(body.folioId, body.window));
  }

  @Get('chain')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Whether what was issued is still what was issued: every hash of every series, again' })
  @ApiOkResponse({ type: ChainResponse })
  @ApiProblems(400, 401, 403, 404)
  async verify(@Query() { legalEntityId }: ChainQuery): Promise<ChainResponse> {
    return toChainResponse(legalEntityId, await this.chain.verify(legalEntityId));
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One, with lines, taxes, payments and credit notes' })
  @ApiOkResponse({ type: InvoiceResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<InvoiceResponse> {
    return toInvoiceResponse(await this.invoices.get(id));
  }

  @Get(':id/pdf')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'As issued, on A4: what was paid or credited later does not change it' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(400, 401, 403, 404)
  async pdf(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const invoice = await this.invoices.get(id);
    const bytes = await renderInvoice(invoice);
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: `inline; filename="${fileNameOf(invoice)}.pdf"`,
      length: bytes.length,
    });
  }

  @Get(':id/e-invoice')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'As XML: EN 16931 in UN/CEFACT CII, which Factur-X and ZUGFeRD hold; 409 names the fields it lacks',
  })
  @ApiOkResponse({ content: { 'application/xml': { schema: { type: 'string' } } } })
  @ApiProblems(400, 401, 403, 404, 409)
  async eInvoice(@Param('id', ParseUUIDPipe) id: string): Promise<StreamableFile> {
    const invoice = await this.invoices.get(id);
    const missing = missingOf(invoice);
    if (missing.length > 0)
      throw new AppError('CONFLICT', `An electronic invoice would lack ${missing.map(({ path }) => path).join(', ')}`, {
        errors: missing,
        extra: { reason: 'E_INVOICE_INCOMPLETE' },
      });
    const bytes = Buffer.from(ciiOf(eInvoiceOf(invoice)));
    return new StreamableFile(bytes, {
      type: 'application/xml',
      disposition: `attachment; filename="${fileNameOf(invoice)}.xml"`,
      length: bytes.length,
    });
  }

  @Post(':id/credit-notes')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Credit all that is left of an invoice, lines of it, or an amount' })
  @ApiCreatedResponse({ type: InvoiceResponse, description: 'The credit note. The window stays closed.' })
  @ApiProblems(400, 401, 403, 404, 409)
  async credit(@Param('id', ParseUUIDPipe) id: string, @Body() body: CreditNoteRequest): Promise<InvoiceResponse> {
    return toInvoiceResponse(await this.invoices.get(await this.creditNotes.credit(id, body)));
  }
}

function fileNameOf({ textNumber }: { textNumber: string }): string {
  return textNumber.replace(/[^A-Za-z0-9._-]+/g, '-');
}
