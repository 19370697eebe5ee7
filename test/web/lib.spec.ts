import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sendOnce } from '../../web/src/api/once.js';
import { OneQuestion } from '../../web/src/lib/one-question.js';
import { setOwnLocale } from '../../web/src/lib/locale.js';
import { fromForm, toValues } from '../../web/src/kit/form/schema.js';
import { RowKeys } from '../../web/src/kit/table/row-keys.js';
import { changesOf } from '../../web/src/lib/changes.js';
import { csvOf } from '../../web/src/lib/csv.js';
import { curlOf } from '../../web/src/lib/curl.js';
import { amountText, countOf, moneyText, sameAmount, sumOfAmounts } from '../../web/src/lib/money.js';
import { ALL_LOOKS, lookOf } from '../../web/src/lib/states.js';
import { type AmountRule, readAmount } from '../../web/src/lib/typed-amount.js';
import { dueOf, nightsToCharge } from '../../web/src/pages/front-desk/bill-of-payers.js';
import { latestOf } from '../../web/src/pages/owners/latest.js';
import { uuid } from '../../web/src/lib/uuid.js';
import { houseLeft } from '../../web/src/lib/house-left.js';
import { ageText, clockText, dateText, dayStart, durationText, instantText } from '../../web/src/lib/time.js';

const STYLES = join(import.meta.dirname, '../../web/src');
const sheets = readdirSync(STYLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.css'))
  .map((name) => [name, readFileSync(join(STYLES, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')] as const);

/** Rules of the design that can be read without a browser. */
describe('the console', () => {
  it('tells every two states apart by word, and those of one colour by shape or word', () => {
    const words = ALL_LOOKS.map(({ word }) => word);
    expect(new Set(words).size).toBe(words.length);
    // The same shape twice is the same kind of thing: what waits, and what need not run.
    const shapes = [...new Set(ALL_LOOKS.map(({ shape }) => shape))];
    const same = shapes.map((one) => ALL_LOOKS.filter(({ shape }) => shape === one).map(({ word }) => word));
    expect(same.filter((names) => names.length > 1)).toEqual([
      ['Queued', 'Delayed'],
      ['Waived', 'Skipped'],
    ]);
    // A word that nobody knows is shown as it is.
    expect(lookOf('constructor')).toMatchObject({ word: 'constructor', tone: 'idle' });
  });

  it.each([
    [
      'what one has paid too much pays for nobody else',
      [
        ['Ana', '200.00'],
        ['Acme', '-80.00'],
      ],
      [[1, '200.00']],
    ],
    [
      'nor does a deposit that is left',
      [
        ['Ana', '0.00', '40.00'],
        ['Acme', '60.00'],
      ],
      [[2, '60.00']],
    ],
    [
      'a deposit pays its own window',
      [
        ['Ana', '60.00', '40.00'],
        ['Acme', '5.00', '9.00'],
      ],
      [[1, '20.00']],
    ],
    [
      'one payer is asked once',
      [
        ['Ana', '-80.00'],
        ['Acme', '1.00'],
        [' ana', '200.00'],
      ],
      [
        [2, '1.00'],
        [3, '120.00'],
      ],
    ],
    [
      'nobody owes',
      [
        ['Ana', '-80.00'],
        ['ANA', '80.00'],
      ],
      [],
    ],
  ] as const)('asks each payer for their own: %s', (_, windows, due) => {
    const bills = windows.map(([name, balance, depositHeld = '0.00'], index) => {
      return { number: index + 1, payer: { name }, balance, depositHeld };
    });
    expect(dueOf(bills).map(({ window, amount }) => [window, amount])).toEqual(due);
  });

  it('adds up to no more free rooms than the hotel has', () => {
    const day = (sellable: number | null, hotelLeft: number | null) => ({ sellable, hotelLeft });
    const free = (...days: ReturnType<typeof day>[]) => houseLeft(days);
    // 5, 5 and 7 too many: each of the first two may sell 3, and both together.
    expect(free(day(3, 3), day(3, 3), day(0, 3))).toBe(3);
    expect(free(day(4, 9), day(5, 9), day(null, null))).toBe(9);
    expect(free(day(0, -2))).toBe(0);
    expect(free(day(null, null))).toBeNull();
  });

  it('reads what an owner is owed from the last of the chain, also where an earlier period was stated late', () => {
    const one = (
      number: string,
      state: string,
      from: string,
      goesOnTo: string | null,
      listingId: number | null = 1,
    ) => ({
      ...{ number, state, from, to: `${from.slice(0, 8)}28`, listingId },
      goesOnTo: goesOnTo === null ? null : { id: goesOnTo, number: goesOnTo },
    });
    const latest = (...all: ReturnType<typeof one>[]) => latestOf(all as never).map((it) => (it as never)['number']);
    const late = one('late', 'final', '2026-01-01', null);
    const told = one('told', 'paid', '2026-02-01', 'late');
    const gone = one('gone', 'void', '2026-03-01', null);
    expect(latest(gone, told, late, one('all', 'sent', '2026-01-01', null, null))).toEqual(['late', 'all']);
    expect(
      latest(one('march', 'review', '2026-03-01', null), told, one('earlier', 'draft', '2026-01-01', null)),
    ).toEqual(['march']);
  });

  it('finds the nights that a check-out charges: those before the departure with no line that stands', () => {
    const nights = ['2026-11-26', '2026-11-27', '2026-11-28'].map((date) => ({ date }));
    const line = (id: number, kind: string, serviceDate: string, correctsId: number | null = null) => ({
      ...{ id, kind, serviceDate, correctsId },
    });
    const dates = (lines: ReturnType<typeof line>[], until: string) =>
      nightsToCharge(nights, lines, until).map(({ date }) => date);
    expect(dates([], '2026-11-28')).toEqual(['2026-11-26', '2026-11-27']);
    expect(dates([line(1, 'night', '2026-11-26'), line(2, 'city_tax', '2026-11-27')], '2026-11-29')).toEqual([
      ...['2026-11-27', '2026-11-28'],
    ]);
    expect(dates([line(1, 'night', '2026-11-26'), line(2, 'correction', '2026-11-26', 1)], '2026-11-27')).toEqual([
      '2026-11-26',
    ]);
  });

  it('keeps the key of a row while it is drawn, and gives keys on only when all rows are others', () => {
    const keys = new RowKeys();
    expect(keys.of(['a', 'b', 'c'])).toEqual([0, 1, 2]);
    expect(keys.of(['b', 'c', 'd'])).toEqual([1, 2, 3]);
    expect(keys.of(['x', 'b'])).toEqual([4, 1]);
    expect(keys.of(['p', 'q', 'r'])).toEqual([4, 1, 5]);
    expect(keys.of([])).toEqual([]);
    expect(keys.of(['b'])).toEqual([6]);
  });

  it('shows money to the digit, with the decimals of its currency, and never as a binary fraction', () => {
    expect(moneyText('90071992547409.93', 'EUR', 'en-GB')).toBe('€90,071,992,547,409.93');
    expect(amountText('1234567.5', 'JPY', 'en-GB')).toMatch(/^1,234,56[78]$/);
    expect(amountText('0.125', 'KWD', 'en-GB')).toBe('0.125');
    expect(sumOfAmounts(['0.10', '0.20', '-0.30'])).toBe('0.00');
    expect(sumOfAmounts(['90071992547409.93', '0.01'])).toBe('90071992547409.94');
    expect(sumOfAmounts(['-0.05', '0.01'])).toBe('-0.04');
    expect([sameAmount('10', '10.00'), sameAmount('-1', '1')]).toEqual([true, false]);
    expect([countOf(1, 'job'), countOf(12_431, 'job')]).toEqual(['1 job', expect.stringMatching(/^12.431 jobs$/)]);
  });

  it('names the zone of every hour, does not shift calendar dates, and says lengths of time in two units', () => {
    expect(instantText('2026-10-25T00:30:00Z', { zone: 'Europe/Lisbon', locale: 'en-GB' })).toMatch(
      /01:30 (WEST|GMT\+1)$/,
    );
    expect(instantText('2026-10-25T01:30:00Z', { zone: 'Europe/Lisbon', locale: 'en-GB' })).toMatch(/01:30 (WET|GMT)$/);
    expect(clockText('2026-07-01T12:00:00Z', 'America/St_Johns', 'en-GB')).toMatch(/^09:30 GMT-2:30$/);
    expect(dateText('2026-10-25', 'en-GB')).toMatch(/25 Oct 2026/);
    // A day without a midnight begins at one o'clock.
    expect(dayStart('2026-09-06', 'America/Santiago')).toBe('2026-09-06T04:00:00.000Z');
    expect(dayStart('2026-10-25', 'Europe/Lisbon')).toBe('2026-10-24T23:00:00.000Z');
    expect([0, 340, 4_200, 59_600, 252_000, 11_100_000, 187_200_000].map(durationText)).toEqual([
      ...['0 ms', '340 ms', '4.2 s', '1 m 00 s', '4 m 12 s', '3 h 05 m', '2 d 4 h'],
    ]);
    expect([ageText(0, 252_000), ageText(252_000, 0)]).toEqual(['4 m 12 s ago', 'in 4 m 12 s']);
  });

  it('writes figures in the language of the person, wherever none is given', () => {
    setOwnLocale('de-DE');
    expect([countOf(12_431, 'job'), durationText(4_200), moneyText('1234.5', 'EUR')]).toEqual([
      ...['12.431 jobs', '4,2 s', expect.stringMatching(/^1\.234,50\s€$/)],
    ]);
    setOwnLocale(undefined);
  });

  it.each<[string, AmountRule, string | RegExp | undefined]>([
    ['', {}, undefined],
    ['12', {}, '12'],
    ['12,5', {}, '12.5'],
    ['12.50', {}, '12.50'],
    [' 1 234,50 ', {}, '1234.50'],
    ['1.234,50', {}, '1234.50'],
    ["1'234.50", {}, '1234.50'],
    ['1,234,567', {}, '1234567'],
    ['-3,5', { negative: true }, '-3.5'],
    ['−3,5', {}, /below zero/],
    // A thousand times more or less.
    ['1,234', {}, /^Thousands or decimals\? Write 1234 or 1\.23\.$/],
    ['1.234', {}, /^Thousands/],
    ['1.234', { currency: 'KWD' }, '1.234'],
    ['1,234', { currency: 'KWD' }, /Write 1234 or 1\.2340/],
    ['1,234', { currency: 'JPY' }, /Write 1234 or 1\./],
    ['0,125', { decimals: 4 }, '0.125'],
    ['12,345', { currency: 'EUR', decimals: 4 }, /^Thousands/],
    ['12.3456', {}, /^At most 2 decimals/],
    ['100.00', { currency: 'JPY' }, '100'],
    ['12,34,56', {}, /^Digits/],
    ['12 €', {}, /^Digits/],
    ['1e3', {}, /^Digits/],
  ])('reads the amount %j (%j) as it was meant, or says that it cannot', (text, rule, wanted) => {
    const { amount, problem } = readAmount(text, rule);
    if (wanted instanceof RegExp) expect([problem, amount]).toEqual([expect.stringMatching(wanted), undefined]);
    else expect([amount, problem]).toEqual([wanted, undefined]);
  });

  it('makes a UUID where the browser has none, and answers a question that another one takes the place of', async () => {
    const made = Array.from({ length: 100 }, () => uuid());
    expect(new Set(made).size).toBe(100);
    for (const one of made)
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const asked = new OneQuestion();
    const [before, now] = [asked.ask(), asked.ask()];
    asked.answer(true);
    expect(await Promise.all([before, now])).toEqual([false, true]);
  });

  it('rows as a file: a column for each field, amounts as they are, and nothing that a spreadsheet runs', () => {
    const rows = [
      { id: 1, error: { code: 'A', message: '=1+1' }, total: '-12.50', tags: ['a', 'b'] },
      { id: 2, error: null, total: '90071992547409.93', note: 'two\nlines, "said"' },
    ];
    expect(csvOf(rows).slice(1).split('\r\n')).toEqual([
      'id,error.code,error.message,total,tags,error,note',
      `1,A,'=1+1,-12.50,"[""a"",""b""]",,`,
      '2,,,90071992547409.93,,,"two\nlines, ""said"""',
      '',
    ]);
  });

  it('a request as a command of a shell is one word for each text, and holds no key', () => {
    expect(curlOf('POST', 'https://night.example/api/v1/jobs', { key: "it's $(rm) `x`" })).toBe(
      [
        `curl -X POST 'https://night.example/api/v1/jobs'`,
        `-H "Authorization: Bearer $NIGHTSHIFT_KEY"`,
        `-H 'Content-Type: application/json'`,
        `-d '{"key":"it'\\''s $(rm) \`x\`"}'`,
      ].join(' \\\n  '),
    );
  });

  it('a form changes of data what was touched, and nothing else', () => {
    const schema = {
      properties: {
        note: { type: 'string' },
        hotelId: { type: 'integer' },
        dryRun: { type: 'boolean' },
        days: { type: 'integer', enum: [7, 14] },
        ids: { type: 'array' },
      },
    };
    const before = { note: '', hotelId: null, dryRun: null, days: 7, ids: [1], extra: { kept: true } };
    const values = toValues(schema, before);
    expect(fromForm(schema, before, values)).toEqual(before);
    // A number of a choice stays a number; what is emptied is left out.
    expect(fromForm(schema, before, { ...values, days: '14', ids: '' })).toEqual({
      ...{ note: '', hotelId: null, dryRun: null, days: 14, extra: { kept: true } },
    });
    expect(fromForm(schema, before, { ...values, dryRun: true, hotelId: '3' })).toMatchObject({
      dryRun: true,
      hotelId: 3,
    });
  });

  it('a POST that is asked twice at once is sent once, again with its key when it was lost, and anew when its asker has left', async () => {
    const real = globalThis.fetch;
    const sent: { key: string | null; answer: (status: number) => void; lose: () => void }[] = [];
    globalThis.fetch = (request) =>
      new Promise((resolve, reject) => {
        const { headers, signal } = request as Request;
        const answer = (status: number) => resolve(new Response('{}', { status }));
        sent.push({ key: headers.get('Idempotency-Key'), answer, lose: () => reject(new TypeError('lost')) });
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const post = (signal?: AbortSignal) =>
      sendOnce(new Request('http://night.test/jobs', { method: 'POST', body: '{}', signal: signal ?? null }));
    const sending = async (count: number) => {
      while (sent.length < count) await new Promise((again) => setTimeout(again, 1));
      return sent[count - 1]!;
    };
    try {
      const both = [post(), post()];
      (await sending(1)).lose();
      expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      const again = post();
      (await sending(2)).answer(201);
      expect([(await again).status, sent[1]!.key]).toEqual([201, sent[0]!.key]);
      // Its outcome is known: the same body is another thing.
      const leaving = new AbortController();
      const left = expect(post(leaving.signal)).rejects.toThrow('aborted');
      await sending(3);
      leaving.abort();
      const asked = post();
      (await sending(4)).answer(200);
      await left;
      expect([(await asked).status, new Set(sent.map(({ key }) => key)).size]).toEqual([200, 3]);
    } finally {
      globalThis.fetch = real;
    }
  });

  it('a form that was opened before somebody else saved gives back only what was changed in it', () => {
    const began = { name: 'Alpine', zone: 'Europe/Vienna', terms: null as string | null, closedDays: [] as string[] };
    // As it is now: another name, and a closed day.
    const needed = { name: 'Renamed', zone: 'Europe/Vienna' };
    expect(changesOf({ ...began, terms: 'Net 14' }, began, needed)).toEqual({ ...needed, terms: 'Net 14' });
    expect(changesOf({ ...began, name: 'Mine' }, began, needed)).toEqual({ ...needed, name: 'Mine' });
    const closedDays = ['2026-12-24'];
    expect(changesOf({ ...began, closedDays }, { ...began, closedDays }, needed)).toEqual(needed);
    expect(changesOf(began, { ...began, closedDays }, needed)).toEqual({ ...needed, closedDays: [] });
  });

  it('has no letters under 12 px, and no colour that is not a token', () => {
    expect(sheets.length).toBeGreaterThan(10);
    const small = sheets.flatMap(([name, css]) =>
      [...css.matchAll(/font(?:-size)?:[^;]*?(\d+(?:\.\d+)?)px/g)]
        .filter(([, px]) => Number(px) < 12)
        .map(([text]) => `${name}: ${text}`),
    );
    const coloured = sheets
      .filter(([name]) => name !== 'styles/tokens.css')
      .flatMap(([name, css]) =>
        [...css.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/gi)].map(([text]) => `${name}: ${text}`),
      );
    expect([small, coloured]).toEqual([[], []]);
  });
});
