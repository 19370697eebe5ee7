import { randomUUID } from 'node:crypto';
import type { AgreementTerms } from '../../src/statements/agreements/terms.js';
import { USUAL_TERMS } from '../../src/statements/agreements/terms-rules.js';
import type { ReservationFacts } from '../../src/statements/reservations/reservation-facts.js';
import { ReservationStore } from '../../src/statements/reservations/reservation-store.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { RunTargets } from '../../src/statements/runs/run-targets.js';
import { StatementGeneration } from '../../src/statements/statements/statement-generation.js';
import { StatementReader } from '../../src/statements/statements/statement-reader.js';
import { StatementStates } from '../../src/statements/statements/statement-states.js';
import type { CalculationType, GenerationOutcome } from '../../src/statements/statements/statement-types.js';
import { Platform } from '../platform/harness.js';

type Facts = Partial<ReservationFacts> & Pick<ReservationFacts, 'listingId' | 'code'>;

/** The whole application with a rental manager in it; owners and listings are made for each test. */
export class LedgerWorld {
  private constructor(readonly platform: Platform) {}

  static async start(): Promise<LedgerWorld> {
    const world = new LedgerWorld(await Platform.start({ ROLES: 'api' }));
    await world.sql(
      `INSERT INTO statement_settings (tenant_id, manager_name, timezone) VALUES ($1, 'Seaside', 'America/Los_Angeles')`,
      [world.tenantId],
    );
    return world;
  }

  get tenantId(): string {
    return this.platform.a.id;
  }

  async sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, values)).rows as Row[];
  }

  /** An owner with a listing of its own, on these terms. */
  async owner(terms: Partial<AgreementTerms> = {}): Promise<{ ownerId: number; listingId: number }> {
    const [owner] = await this.sql<{ id: number }>(
      `INSERT INTO owner (tenant_id, name, currency) VALUES ($1, 'Ana', 'USD') RETURNING id`,
      [this.tenantId],
    );
    const [listing] = await this.sql<{ id: number }>(
      `INSERT INTO listing (tenant_id, name, code, currency, timezone) VALUES ($1, 'Loft', $2, 'USD', 'America/Los_Angeles') RETURNING id`,
      [this.tenantId, `L${randomUUID().slice(0, 8)}`],
    );
    const ids = { ownerId: owner!.id, listingId: listing!.id };
    await this.sql(
      `INSERT INTO ownership (tenant_id, listing_id, owner_id, during, share_bp) VALUES ($1, $2, $3, '[2020-01-01,)', 10000)`,
      [this.tenantId, ids.listingId, ids.ownerId],
    );
    await this.agree(ids.ownerId, ids.listingId, terms);
    return ids;
  }

  async agree(ownerId: number, listingId: number, terms: Partial<AgreementTerms> = {}): Promise<void> {
    await this.sql(
      `INSERT INTO agreement (tenant_id, owner_id, listing_id, valid, terms) VALUES ($1, $3, $2, '[2020-01-01,)', $4)`,
      [this.tenantId, listingId, ownerId, JSON.stringify({ ...USUAL_TERMS, feePercent: '20', ...terms })],
    );
  }

  /** Another owner with an agreement for the listing, and no share of it yet. */
  async partner(listingId: number, terms: Partial<AgreementTerms> = {}): Promise<number> {
    const [owner] = await this.sql<{ id: number }>(
      `INSERT INTO owner (tenant_id, name, currency) VALUES ($1, 'Bea', 'USD') RETURNING id`,
      [this.tenantId],
    );
    await this.agree(owner!.id, listingId, terms);
    return owner!.id;
  }

  as<T>(fn: () => Promise<T>): Promise<T> {
    return this.platform.app.get(RequestContext).asTenant(this.tenantId, fn);
  }

  /** Tells of a stay; what is left out is as usual. */
  async tell(...stays: Facts[]): Promise<string[]> {
    const told = stays.map((stay) => ({
      facts: {
        ...{ channel: 'direct', status: 'confirmed', sourceStatus: null, guest: null, bookedOn: null, currency: 'USD' },
        ...{
          rentMinor: 0,
          cleaningMinor: 0,
          extrasMinor: 0,
          taxMinor: 0,
          taxRemittedBy: 'channel',
          channelFeeMinor: 0,
        },
        ...{ paymentFeeMinor: 0, payoutMinor: null, paidToOwner: false, review: [] },
        ...stay,
      } as ReservationFacts,
    }));
    const { ids } = await this.as(() => this.get(ReservationStore).put('manual', told));
    return ids;
  }

  generate(
    of: { ownerId: number; listingId: number | null },
    from: string,
    to: string,
    calculationType: CalculationType | null = null,
  ): Promise<GenerationOutcome> {
    return this.as(() => this.get(StatementGeneration).generate({ ...of, from, to, calculationType } as never));
  }

  /** The id of a statement that must have been generated. */
  async made(...args: Parameters<LedgerWorld['generate']>): Promise<string> {
    const outcome = await this.generate(...args);
    if (outcome.outcome !== 'generated') throw new Error(JSON.stringify(outcome));
    return outcome.statementId;
  }

  async final(...args: Parameters<LedgerWorld['generate']>): Promise<string> {
    const id = await this.made(...args);
    await this.finalize(id);
    return id;
  }

  /** Owners whose statements of a listing a bulk run of the period makes. */
  async runOwners(listingId: number, from: string, to: string): Promise<number[]> {
    const params = { from, to, ownerId: null, listingId, grouping: 'listing' };
    const targets = await this.as(() => this.get(RunTargets).of(params as never));
    return targets.map(({ ownerId }) => ownerId);
  }

  finalize(id: string): Promise<void> {
    return this.as(() => this.get(StatementStates).finalize(id, null));
  }

  void(id: string): Promise<void> {
    return this.as(() => this.get(StatementStates).void(id, null, 'for a test'));
  }

  view(id: string) {
    return this.as(() => this.get(StatementReader).view(id));
  }

  async payout(ownerId: number, listingId: number, day: string, amount: number): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO owner_payout (id, tenant_id, owner_id, listing_id, day, amount_minor, currency, method)
       VALUES ($1, $2, $3, $4, $5, $6, 'USD', 'bank')`,
      [id, this.tenantId, ownerId, listingId, day, amount],
    );
    return id;
  }

  /** All that a statement tells, as it is kept. */
  async stored(id: string): Promise<string> {
    const rows = await this.sql(
      `SELECT to_jsonb(s) AS statement, (
         SELECT jsonb_agg(to_jsonb(l) ORDER BY sl.position) FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id
         WHERE sl.statement_id = s.id) AS lines,
         (SELECT jsonb_agg(to_jsonb(p) ORDER BY payout_id) FROM statement_payout p WHERE p.statement_id = s.id) AS payouts
       FROM statement s WHERE s.id = $1`,
      [id],
    );
    return JSON.stringify(rows);
  }

  async expense(
    listingId: number,
    day: string,
    amount: number,
    category = 'repairs',
    currency = 'USD',
  ): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO owner_expense (id, tenant_id, listing_id, category, description, day, amount_minor, currency)
       VALUES ($1, $2, $3, $4, 'Spent', $5, $6, $7)`,
      [id, this.tenantId, listingId, category, day, amount, currency],
    );
    return id;
  }

  private get<T>(type: abstract new (...args: never[]) => T): T {
    return this.platform.app.get(type as never, { strict: false });
  }
}
