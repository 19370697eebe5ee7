import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { invalid, notFound } from '../../../platform/errors/app-error.js';
import { formatMoney } from '../../../platform/money/index.js';
import type { Reasoning } from '../calculation/reasoning.js';
import { payable } from '../calculation/totals.js';
import { lastFinal, predecessorOf } from '../chain.js';
import { StatementFactsRepository } from '../generation/facts.repository.js';
import { StatementReader } from '../statement-reader.js';
import type { StatementRow } from '../statement-row.js';
import type { LineKind } from '../statement-types.js';
import type { ExplanationResponse, ExplanationPart, Total } from './explanations.dto.js';
import { inWords } from './words.js';

interface ReasonedLine {
  id: string;
  kind: LineKind;
  description: string;
  amountMinor: number;
  reasoning: Reasoning;
}

/** Kinds of lines that a total is the sum of. */
const KINDS: Partial<Record<Total, readonly LineKind[]>> = {
  revenue: ['rent', 'cleaning', 'extras', 'tax'],
  fees: ['channel_fee', 'payment_fee', 'management_fee', 'cohost_collected'],
  expenses: ['expense'],
  adjustments: ['adjustment'],
};

/** Says why an amount of a statement is what it is: parts that sum to it, each with its source, rule and formula. */
@Injectable()
export class StatementExplanations {
  constructor(
    private readonly db: TenantDatabase,
    private readonly reader: StatementReader,
    private readonly facts: StatementFactsRepository,
  ) {}

  /** @throws AppError NOT_FOUND; VALIDATION_FAILED unless one of both is asked for */
  async explain(id: string, ask: { line?: string; total?: Total }): Promise<ExplanationResponse> {
    if (ask.line !== undefined && ask.total !== undefined) throw invalid('line', 'Ask for either a line or a total');
    const row = await this.reader.row(id);
    if (ask.line !== undefined) {
      const [line] = await this.lines(id, 'l.id = $2', [ask.line]);
      if (!line) throw notFound('Line of the statement');
      const words = inWords(line.reasoning, line.amountMinor, row.currency);
      return answer(line.description, line.amountMinor, words, [partOf(line, row.currency)], row);
    }
    const total = ask.total ?? 'net';
    const kinds = KINDS[total];
    if (!kinds) return this.ofTotal(row, total);
    const lines = await this.lines(id, 'l.kind = ANY ($2)', [kinds]);
    const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
    return answer(
      total,
      amountMinor,
      `sum of ${lines.length} lines`,
      lines.map((line) => partOf(line, row.currency)),
      row,
    );
  }

  private lines(id: string, where: string, values: unknown[]): Promise<ReasonedLine[]> {
    return this.db.rows<ReasonedLine>(
      `SELECT l.id, l.kind, l.description, l.amount_minor AS "amountMinor", l.reasoning
       FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id
       WHERE sl.statement_id = $1 AND ${where} ORDER BY sl.position`,
      [id, ...values],
    );
  }

  private async ofTotal(row: StatementRow, total: Total): Promise<ExplanationResponse> {
    const figure = (what: string, minor: number, formula: string): ExplanationPart => ({
      ...{ lineId: null, what, amount: formatMoney(minor, row.currency), rule: 'total', formula, source: {} },
    });
    const closing = figure('closing', row.closingMinor, 'opening + net − payouts');
    const reserve = figure('reserve', -row.reserveMinor, 'held back by the agreement');
    const { payableMinor, shortfallMinor } = payable(row.closingMinor, row.reserveMinor);
    switch (total) {
      case 'opening':
        return answer(
          'opening',
          row.openingMinor,
          'closing of the statement before, or the balance the owner began with',
          [await this.ofOpening(row)],
          row,
        );
      case 'payouts': {
        const paid = await this.db.rows<{ id: string; day: string; minor: number; reference: string | null }>(
          `SELECT payout_id AS id, day, amount_minor AS minor, reference FROM statement_payout WHERE statement_id = $1 ORDER BY day, payout_id`,
          [row.id],
        );
        const parts = paid.map((one) => ({
          ...figure(`paid on ${one.day}`, one.minor, 'amount'),
          source: { payout: one.id, reference: one.reference },
        }));
        return answer('payouts', row.payoutsMinor, `sum of ${paid.length} payouts`, parts, row);
      }
      case 'closing':
        return answer(
          'closing',
          row.closingMinor,
          'opening + net − payouts',
          [
            figure('opening', row.openingMinor, 'closing of the statement before'),
            figure('net', row.netMinor, 'sum of all lines'),
            figure('payouts', -row.payoutsMinor, 'paid in the period'),
          ],
          row,
        );
      case 'payable':
        return answer(
          'payable',
          payableMinor,
          'closing − reserve, at least 0',
          payableMinor > 0 ? [closing, reserve] : [],
          row,
        );
      case 'shortfall': {
        const parts = [
          figure('reserve', row.reserveMinor, 'held back by the agreement'),
          figure('closing', -row.closingMinor, ''),
        ];
        return answer(
          'shortfall',
          shortfallMinor,
          'reserve − closing, at least 0',
          shortfallMinor > 0 ? parts : [],
          row,
        );
      }
      default:
        return answer(
          'net',
          row.netMinor,
          'revenue + fees + expenses + adjustments',
          [
            figure('revenue', row.revenueMinor, 'rent + cleaning + extras + tax'),
            figure('fees', row.feesMinor, 'channel, payment and management fees'),
            figure('expenses', row.expensesMinor, 'sum of expenses'),
            figure('adjustments', row.adjustmentsMinor, 'corrections of final statements, and what was set by hand'),
          ],
          row,
        );
    }
  }

  /** The statement that it goes on from, or the balance that was brought here. */
  private async ofOpening(row: StatementRow): Promise<ExplanationPart> {
    const { ownerId, listingId, openingMinor, currency } = row;
    const all = await this.facts.statements(ownerId);
    const own = all.find(({ id }) => id === row.id)!;
    const others = all.filter((one) => one.id !== row.id && (own.chain === null || (one.chain ?? 0) < own.chain));
    const same = others.filter((one) => one.listingId === listingId && one.state !== 'void');
    const before =
      own.chain === null ? predecessorOf(others, row) : lastFinal(same.filter(({ chain }) => chain !== null));
    const part = { lineId: null, amount: formatMoney(openingMinor, currency) };
    if (before) {
      const source = { statement: before.id, number: before.number };
      return { ...part, what: 'brought forward', rule: 'total', formula: 'closing of the statement before', source };
    }
    const opening = await this.facts.opening(ownerId, listingId);
    if (!opening)
      return { ...part, what: 'nothing brought', rule: 'total', formula: 'the first statement', source: {} };
    const source = { openingBalance: opening.id, day: opening.day, note: opening.note };
    return {
      ...part,
      what: `opening balance of ${opening.day}`,
      rule: 'opening',
      formula: 'entered by the manager',
      source,
    };
  }
}

function partOf({ id, kind, description, amountMinor, reasoning }: ReasonedLine, currency: string): ExplanationPart {
  return {
    ...{ lineId: id, what: `${description}: ${kind.replaceAll('_', ' ')}`, amount: formatMoney(amountMinor, currency) },
    ...{ rule: reasoning.rule, formula: inWords(reasoning, amountMinor, currency), source: reasoning.source },
  };
}

function answer(
  what: string,
  minor: number,
  formula: string,
  parts: ExplanationPart[],
  row: StatementRow,
): ExplanationResponse {
  const { id, number, currency } = row;
  return { statementId: id, number, what, amount: formatMoney(minor, currency), currency, formula, parts };
}
