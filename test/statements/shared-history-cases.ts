import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerWorld } from './ledger-world.js';

const MONTHS = [31, 28, 31, 30, 31, 30, 31].map((days, n) => [`2026-0${n + 1}-01`, `2026-0${n + 1}-${days}`] as const);
const HALF = 5_000n;
const WHOLE = 10_000n;

/** Rounded half up, by whole numbers alone. */
const rounded = (amount: bigint, part: bigint, of: bigint) => (amount * part * 2n + of) / (2n * of);

/** What the first of two owners has of a stay, by nights: those with the same share together; cleaning by the last night. */
function partOf(rent: bigint, cleaning: bigint, shares: bigint[]): bigint {
  const nights = BigInt(shares.length);
  const until = (night: number) => rounded(rent, BigInt(night), nights);
  let part = rounded(cleaning, shares.at(-1)!, WHOLE);
  for (let from = 0, to = 1; from < shares.length; to++) {
    if (to < shares.length && shares[to] === shares[from]) continue;
    part += rounded(until(to) - until(from), shares[from]!, WHOLE);
    from = to;
  }
  return part;
}

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

export function sharedHistoryCases(world: () => LedgerWorld): void {
  const call = (method: string, path: string, body: unknown) =>
    world().platform.call(method, `/api/v1${path}`, { token: world().platform.a.MANAGER.token, body });

  /** Ana has a house of her own and shares a flat with Bea; each has an expense every month, so that each has a statement. */
  async function scene(recognition: string) {
    const terms = { recognition: recognition as never, nightlyOver: 7, feePercent: '0', cleaningTo: 'owner' } as const;
    const { ownerId: ana, listingId: house } = await world().owner(terms);
    const { listingId: flat } = await world().owner(terms);
    await world().agree(ana, flat, terms);
    const bea = await world().partner(flat, terms);
    for (const [ownerId, listingId] of [
      [ana, house],
      [bea, flat],
    ] as const)
      for (const [from] of MONTHS)
        await world().sql(
          `INSERT INTO owner_expense (id, tenant_id, listing_id, owner_id, category, description, day, amount_minor, currency)
           VALUES (gen_random_uuid(), $1, $2, $3, 'other', 'Monthly', $4, 100, 'USD')`,
          [world().tenantId, listingId, ownerId, from],
        );
    return { ana, bea, house, flat };
  }

  describe('a random history of two owners', () => {
    it('never changes a final statement, and in the end each has to the cent what today’s facts give', async () => {
      const step = fc.tuple(fc.nat(2), fc.nat(120), fc.nat(20), fc.nat(90_000), fc.nat(8));
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('checkout', 'checkin', 'nightly', 'nightly_over_n'),
          fc.array(step, { minLength: 9, maxLength: 14 }),
          async (recognition, steps) => {
            const { ana, bea, house, flat } = await scene(recognition);
            const shares: bigint[] = Array.from({ length: 250 }, () => 0n);
            const share = async (from: number, bp: bigint) => {
              const all = [
                { ownerId: ana, shareBp: Number(bp) },
                { ownerId: bea, shareBp: Number(WHOLE - bp) },
              ];
              const body = { from: day(from), shares: all.filter(({ shareBp }) => shareBp > 0) };
              expect((await call('PUT', `/listings/${flat}/ownership`, body)).status).toBe(200);
              shares.fill(bp, from);
            };
            await share(0, HALF + 1_000n);
            const shared = [await world().expense(flat, day(9), 3_333), await world().expense(flat, day(40), 777)];
            const frozen = new Map<string, string>();
            const finals: string[][] = [];
            const state = async () => {
              const made: string[] = [];
              for (const ownerId of [ana, bea])
                made.push(await world().final({ ownerId, listingId: null }, ...MONTHS[finals.length]!));
              for (const id of made) frozen.set(id, await world().stored(id));
              finals.push(made);
            };
            for (const [n, at, nights, amount, action] of steps) {
              if (action <= 2) {
                const stay = {
                  listingId: flat,
                  code: `S${flat}-${n}`,
                  checkIn: day(at),
                  checkOut: day(at + nights + 1),
                };
                const status = action === 2 ? 'cancelled' : 'confirmed';
                await world().tell({ ...stay, rentMinor: amount, cleaningMinor: amount % 977, status } as never);
              } else if (action === 3) await share(at, [0n, 3_333n, HALF, 6_000n, WHOLE][n + (nights % 3)]!);
              else if (action === 4) {
                const body = { amount: (1 + amount) / 100, listingId: nights % 2 ? flat : house };
                const text = { ...body, amount: body.amount.toFixed(2) };
                expect((await call('PATCH', `/expenses/${shared[n % 2]!}`, text)).status).toBe(200);
              } else if (action === 5 && finals.length > 0) {
                for (const id of finals.pop()!.reverse()) {
                  frozen.delete(id);
                  await world().void(id);
                }
              } else if (finals.length < 5) await state();
            }
            while (finals.length < MONTHS.length) await state();
            for (const [id, before] of frozen) expect(await world().stored(id)).toBe(before);
            const told = await world().sql<Record<string, string>>(
              `SELECT r.rent_minor AS rent, r.cleaning_minor AS cleaning, r.check_in - '2026-01-01'::date AS first,
                 r.check_out - r.check_in AS nights,
                 coalesce(sum(l.amount_minor) FILTER (WHERE l.owner_id = $2), 0)::bigint AS ana,
                 coalesce(sum(l.amount_minor) FILTER (WHERE l.owner_id = $3), 0)::bigint AS bea
               FROM rental_reservation r
               LEFT JOIN (ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active) ON l.reservation_id = r.id
               WHERE r.listing_id = $1 GROUP BY r.id`,
              [flat, ana, bea],
            );
            for (const { rent, cleaning, first, nights, ...got } of told) {
              const of = shares.slice(Number(first), Number(first) + Number(nights));
              const hers = partOf(BigInt(rent!), BigInt(cleaning!), of);
              const rest = BigInt(rent!) + BigInt(cleaning!) - hers;
              expect([got['ana'], got['bea']].map(String)).toEqual([hers, rest].map(String));
            }
            const spent = await world().sql<Record<string, string>>(
              `SELECT e.amount_minor AS amount, e.listing_id AS listing, e.day - '2026-01-01'::date AS at,
                 coalesce(sum(l.amount_minor) FILTER (WHERE l.owner_id = $2), 0)::bigint AS ana,
                 coalesce(sum(l.amount_minor) FILTER (WHERE l.owner_id = $3), 0)::bigint AS bea
               FROM owner_expense e
               LEFT JOIN (ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active) ON l.expense_id = e.id
               WHERE e.id = ANY ($1::uuid[]) GROUP BY e.id`,
              [shared, ana, bea],
            );
            for (const { amount, listing, at, ...got } of spent) {
              const hers =
                Number(listing) === house ? BigInt(amount!) : rounded(BigInt(amount!), shares[Number(at)]!, WHOLE);
              expect([got['ana'], got['bea']].map(String)).toEqual([-hers, hers - BigInt(amount!)].map(String));
            }
            const broken = await world().sql(
              `SELECT s.number FROM statement s
               LEFT JOIN statement p ON p.owner_id = s.owner_id AND p.state <> 'void' AND p.chain = s.chain - 1
               WHERE s.owner_id = ANY ($1::int[]) AND s.state <> 'void'
                 AND (s.opening_minor <> coalesce(p.closing_minor, 0) OR s.net_minor <> (
                   SELECT coalesce(sum(l.amount_minor), 0) FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id
                   WHERE sl.statement_id = s.id AND sl.active))`,
              [[ana, bea]],
            );
            expect(broken).toEqual([]);
          },
        ),
        { numRuns: 5 },
      );
    });
  });
}
