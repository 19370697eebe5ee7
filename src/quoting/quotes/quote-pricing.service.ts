import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { canonicalJson } from '../../platform/http/idempotency/canonical-json.js';
import { currencyDigits } from '../../platform/money/index.js';
import type { Level } from '../catalogue/fields.js';
import { MasterDataRepository } from '../catalogue/master-data.repository.js';
import { Material } from '../catalogue/materials/material.entity.js';
import { type Offer, OfferRepository } from '../catalogue/offer.repository.js';
import { validBook } from '../catalogue/price-books/price-books.service.js';
import { Process } from '../catalogue/processes/process.entity.js';
import { PartReader, type PartState } from './part-reader.js';
import { type Alternative, compare } from './pricing/compare.js';
import { type PricedQuote, priceQuote, type Snapshot, type SnapshotLine } from './pricing/price-quote.js';
import { PRICING_VERSION } from './pricing/terms.js';
import { bookTerms, figuresOf, finishTerms, machineTerms, materialTerms, processTerms } from './pricing-terms.js';
import type { ItemRow } from './quote-row.js';

/** Most ways of making a part that are compared at once. */
export const MAX_WAYS = 100;

/** Files whose analysis has not ended: the price has to wait. */
export class AnalysisPending extends AppError {
  constructor(readonly fileIds: string[]) {
    super('CONFLICT', `${fileIds.length === 1 ? 'A file is' : `${fileIds.length} files are`} still being analysed`);
  }
}

export interface Priced {
  snapshot: Snapshot;
  price: PricedQuote;
  /** SHA-256 of the price: the same snapshot gives the same. */
  hash: string;
}

/** One way to make a part, for a comparison. */
export interface Way {
  process: string;
  material: string;
}

/** What was read for a price. */
export interface Basis {
  offer: Offer;
  parts: Map<string, PartState>;
}

interface Comparison {
  /** Left out: every process with each of its materials. */
  ways?: readonly Way[];
  finish: string | null;
  leadTime: string | null;
  /** Index of the quantity that the ways are ranked by. */
  rankBy: number;
}

/** Collects what a price rests on, and prices it. */
@Injectable()
export class QuotePricing {
  constructor(
    private readonly data: MasterDataRepository,
    private readonly offers: OfferRepository,
    private readonly parts: PartReader,
  ) {}

  /** All that the price of items rests on, in two statements. @throws AppError CONFLICT without settings, NOT_FOUND */
  async basis(
    items: readonly Pick<ItemRow, 'fileId' | 'process' | 'material' | 'finish'>[],
    level: Level,
  ): Promise<Basis> {
    const offer = await this.offer(items, level);
    return { offer, parts: await this.filesOf(items.map(({ fileId }) => fileId)) };
  }

  /** @param known read already, of these items. @throws AppError NOT_FOUND for what is no longer offered; AnalysisPending */
  async price(items: readonly ItemRow[], level: Level, currency: string, known?: Basis): Promise<Priced> {
    const { offer, parts } = known ?? (await this.basis(items, level));
    mustBeAnalysed(parts);
    const { processes, materials, finishes, machines, books } = offer;
    const { taxPolicy, timezone } = offer.settings;
    const pricedOn = today(timezone, new Date());
    const book = validBook(books, level, pricedOn);
    const lines = items.map((item): SnapshotLine => {
      const process = processes.get(item.process)!;
      const part = parts.get(item.fileId)!;
      return {
        position: item.position,
        file: { id: part.fileId, name: part.name, sha256: part.sha256 },
        part: part.analysis && figuresOf(part.analysis),
        trouble: part.state === 'failed' ? failed(part) : null,
        process: processTerms(process),
        material: materialTerms(materials.get(item.material)!),
        finish: item.finish === null ? null : finishTerms(finishes.get(item.finish)!),
        machines: machines.filter(({ processId }) => processId === process.id).map(machineTerms),
        quantities: item.quantities,
        leadTime: item.leadTime,
        manual: item.manual,
      };
    });
    const snapshot: Snapshot = {
      pricing: PRICING_VERSION,
      currency,
      taxPolicy,
      pricedOn,
      level,
      book: book && bookTerms(book),
      lines,
    };
    return again(snapshot);
  }

  /** Prices a part by several processes side by side; by all there are, when none are named. @throws AppError NOT_FOUND, CONFLICT */
  async compare(
    fileId: string,
    quantities: number[],
    level: Level,
    { ways, finish, leadTime, rankBy }: Comparison,
  ): Promise<{ currency: string; pricedOn: LocalDate; alternatives: Alternative[] }> {
    const parts = await this.filesOf([fileId]);
    mustBeAnalysed(parts);
    const part = parts.get(fileId)!;
    if (!part.analysis) throw new AppError('CONFLICT', failed(part).message);
    const wanted = ways ?? (await this.everyWay());
    // All are priced in one piece, during which the process answers nobody else.
    if (wanted.length > MAX_WAYS)
      throw invalid(
        'ways',
        `There are ${wanted.length} ways to make it; name the ${MAX_WAYS} at most that are to be compared`,
      );
    const items = wanted.map((way) => ({ ...way, finish }));
    const { processes, materials, finishes, machines, books, settings } = await this.offer(items, level);
    const { currency, timezone } = settings;
    const pricedOn = today(timezone, new Date());
    const book = validBook(books, level, pricedOn);
    if (!book) throw new AppError('CONFLICT', 'No price book is valid today');
    const lines = items.map(({ process: code, material }) => {
      const process = processes.get(code)!;
      return {
        process: processTerms(process),
        material: materialTerms(materials.get(material)!),
        finish: finish === null ? null : finishTerms(finishes.get(finish)!),
        machines: machines.filter(({ processId }) => processId === process.id).map(machineTerms),
        quantities,
        leadTime,
      };
    });
    const figures = figuresOf(part.analysis);
    const alternatives = compare(figures, lines, bookTerms(book), currencyDigits(currency), rankBy);
    return { currency, pricedOn, alternatives };
  }

  /** What is known of the files, by id. @throws AppError NOT_FOUND when one is not there */
  async filesOf(fileIds: readonly string[]): Promise<Map<string, PartState>> {
    const parts = await this.parts.read([...new Set(fileIds)]);
    if (fileIds.some((id) => !parts.has(id))) throw notFound('File');
    return parts;
  }

  /** The rows that items name, by code. @throws AppError CONFLICT without settings; NOT_FOUND for what is not offered */
  private offer(items: readonly Pick<ItemRow, 'process' | 'material' | 'finish'>[], level: Level): Promise<Offer> {
    return this.offers.read({
      processes: items.map(({ process }) => process),
      materials: items.map(({ material }) => material),
      finishes: items.flatMap(({ finish }) => (finish === null ? [] : [finish])),
      level,
    });
  }

  /** Every process with each of its materials. */
  private async everyWay(): Promise<Way[]> {
    const [processes, materials] = [await this.data.offered(Process), await this.data.offered(Material)];
    return processes.flatMap(({ code }) =>
      materials
        .filter(({ processes: of }) => of.length === 0 || of.includes(code))
        .map((material) => ({ process: code, material: material.code })),
    );
  }
}

/** @throws AnalysisPending */
function mustBeAnalysed(parts: ReadonlyMap<string, PartState>): void {
  const pending = [...parts.values()].filter(({ state }) => state === 'pending').map(({ fileId }) => fileId);
  if (pending.length > 0) throw new AnalysisPending(pending);
}

/** The price of a snapshot, and its hash. */
export function again(snapshot: Snapshot): Priced {
  const price = priceQuote(snapshot);
  return { snapshot, price, hash: createHash('sha256').update(canonicalJson(price)).digest('hex') };
}

function failed({ name, error }: PartState): { code: string; message: string } {
  return { code: 'analysis_failed', message: `${name} could not be analysed${error ? `: ${error}` : ''}` };
}
