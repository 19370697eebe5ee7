import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DstPolicy, firings, nextFiring, parseCron, previousFiring } from './cron.js';
import { firesAt, offsetReader, type Reading, type Rule, walk } from './testing/brute-force.js';

const POLICIES: DstPolicy[] = ['skip', 'once', 'both'];
const ZONES = (
  'UTC Europe/Madrid Europe/London Europe/Dublin Europe/Lisbon Europe/Chisinau Atlantic/Azores Africa/Cairo ' +
  'Africa/Casablanca Africa/El_Aaiun Africa/Lagos Africa/Johannesburg America/New_York America/Los_Angeles ' +
  'America/Denver America/Phoenix America/St_Johns America/Havana America/Santiago America/Asuncion America/Sao_Paulo ' +
  'America/Nuuk America/Scoresbysund America/Caracas America/Miquelon Antarctica/Troll Asia/Kolkata Asia/Kathmandu ' +
  'Asia/Tokyo Asia/Beirut Asia/Gaza Asia/Jerusalem Asia/Tehran Australia/Lord_Howe Australia/Adelaide ' +
  'Australia/Sydney Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Norfolk'
).split(' ');

const rule = (expression: string, matches: Rule['matches'], interval = false): Rule => ({
  expression,
  interval,
  matches,
});
const RULES: Rule[] = [
  rule('*/15 * * * *', (r) => r.minute % 15 === 0, true),
  rule('7 * * * *', (r) => r.minute === 7, true),
  rule('30 */2 * * *', (r) => r.minute === 30 && r.hour % 2 === 0, true),
  rule('0 0 * * *', (r) => r.minute === 0 && r.hour === 0),
  rule('30 0 * * *', (r) => r.minute === 30 && r.hour === 0),
  rule('30 1 * * *', (r) => r.minute === 30 && r.hour === 1),
  rule('15,45 1-3 * * *', (r) => r.minute % 30 === 15 && r.hour >= 1 && r.hour <= 3),
  rule('30 2 * * *', (r) => r.minute === 30 && r.hour === 2),
  rule('*/10 2,23 * * 0', (r) => r.minute % 10 === 0 && (r.hour === 2 || r.hour === 23) && r.weekday === 0),
  rule('0 3 1,15 * *', (r) => r.minute === 0 && r.hour === 3 && (r.day === 1 || r.day === 15)),
  rule('45 1 29 * SUN', (r) => r.minute === 45 && r.hour === 1 && (r.day === 29 || r.weekday === 0)),
  rule(
    '5 4 * OCT-DEC,3 1-5',
    (r) => r.minute === 5 && r.hour === 4 && (r.month >= 10 || r.month === 3) && r.weekday >= 1 && r.weekday <= 5,
  ),
];

const minutes = (iso: string): number => Date.parse(iso) / 60_000;
const text = (minute?: number): string => (minute === undefined ? 'none' : new Date(minute * 60_000).toISOString());

function computed(expression: string, zone: string, policy: DstPolicy, from: number, to: number): number[] {
  const until = { to: new Date(to * 60_000) };
  return [...firings(parseCron(expression), zone, new Date(from * 60_000), until, policy)].map(
    (at) => at.getTime() / 60_000,
  );
}

/** The first difference of two lists of epoch minutes, or null; comparing a million numbers by `toEqual` takes longer than computing them. */
function difference(found: number[], expected: number[]): string | null {
  const at = Array.from({ length: Math.max(found.length, expected.length) }).findIndex(
    (_, i) => found[i] !== expected[i],
  );
  return at === -1 ? null : `found ${text(found[at])}, expected ${text(expected[at])}`;
}

/** Zones that are walked through all 400 days; the others only around their clock changes, because all other days are alike. */
const WHOLE = ['Europe/Madrid', 'America/Havana', 'Australia/Lord_Howe', 'Africa/Casablanca'];

describe('40 zones × 400 days × 12 expressions × 3 policies', () => {
  const from = minutes('2026-01-01T00:00Z');
  const to = from + 400 * 1440;

  function compare(zone: string, from: number, to: number): number[] {
    const expected = RULES.map(() => POLICIES.map((): number[] => []));
    for (const tick of walk(zone, from, to)) {
      RULES.forEach((each, row) => {
        if (tick.leapt.length === 0 && !each.matches(tick.reading)) return; // most minutes: nothing under any policy
        POLICIES.forEach((policy, column) => {
          if (firesAt(tick, each, policy)) expected[row]?.[column]?.push(tick.instant);
        });
      });
    }
    RULES.forEach(({ expression }, row) =>
      POLICIES.forEach((policy, column) => {
        const trouble = difference(computed(expression, zone, policy, from, to), expected[row]?.[column] ?? []);
        expect({ zone, expression, policy, trouble }).toEqual({ zone, expression, policy, trouble: null });
      }),
    );
    return expected.flat().map((instants) => instants.length);
  }

  it.each(WHOLE)('%s, every minute', (zone) => {
    expect(Math.min(...compare(zone, from, to))).toBeGreaterThan(10);
  });

  it.each(ZONES)('%s, the days around its clock changes', (zone) => {
    const offset = offsetReader(zone);
    const days = Array.from({ length: 400 }, (_, day) => from + day * 1440);
    const changes = days.filter((day) => offset(day) !== offset(day + 1440));
    for (const day of changes) compare(zone, day - 2 * 1440, day + 3 * 1440);
    // And a fortnight in which most zones have no clock change.
    compare(zone, minutes('2026-06-24T00:00Z'), minutes('2026-07-08T00:00Z'));
  });

  it('is about 40 zones and 12 expressions, and most of the zones change their clocks', () => {
    expect([new Set(ZONES).size, RULES.length]).toEqual([40, 12]);
    const changing = ZONES.filter((zone) => {
      const offset = (iso: string) =>
        new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
          .format(new Date(iso))
          .split(', ')[1];
      return offset('2026-01-15T12:00Z') !== offset('2026-07-15T12:00Z');
    });
    expect(changing.length).toBeGreaterThan(25);
  });
});

describe('any expression, zone and time', () => {
  /** A field as text, and what it means, both made from one choice, without the parser under test. */
  const field = (min: number, max: number) =>
    fc.oneof(
      { arbitrary: fc.constant({ text: '*', has: (_: number) => true, star: true }), weight: 2 },
      fc
        .integer({ min: 2, max: 12 })
        .filter((step) => step <= max - min)
        .map((step) => ({
          text: `*/${step}`,
          has: (value: number) => (value - min) % step === 0,
          star: true,
        })),
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 }).map((values) => ({
        text: values.join(','),
        has: (value: number) => values.includes(value),
        star: false,
      })),
    );
  const anyRule: fc.Arbitrary<Rule> = fc
    .tuple(field(0, 59), fc.oneof(field(0, 23), field(0, 3)), field(1, 31), field(1, 12), field(0, 6))
    .map(([minute, hour, day, month, weekday]) => ({
      expression: [minute, hour, day, month, weekday].map((each) => each.text).join(' '),
      interval: hour.star,
      matches: (r: Reading) => {
        const [byDate, byWeekday] = [day.has(r.day), weekday.has(r.weekday)];
        const onDay = day.star || weekday.star ? byDate && byWeekday : byDate || byWeekday;
        return minute.has(r.minute) && hour.has(r.hour) && month.has(r.month) && onDay;
      },
    }));
  const anyPolicy = fc.constantFrom(...POLICIES);
  /** Days on which some of the zones change their clocks, and some on which none does. */
  const anyDay = fc.oneof(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-28',
      '2026-03-29',
      '2026-04-04',
      '2026-04-23',
      '2026-10-03',
      '2026-10-24',
      '2026-10-29',
      '2026-10-31',
      '2026-11-01',
      '2026-09-05',
      '2026-09-26',
      '2026-02-15',
      '2026-03-22',
    ),
    fc.integer({ min: 0, max: 40_000 }).map((day) => new Date(Date.UTC(1985, 0, 1 + day)).toISOString().slice(0, 10)),
  );

  it('fires exactly when the minutes walked say so: none lost, none twice', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...ZONES), anyDay, anyPolicy, (each, zone, day, policy) => {
        const from = minutes(`${day}T00:00Z`) - 720;
        const to = from + 3 * 1440;
        const expected = [...walk(zone, from, to)]
          .filter((tick) => firesAt(tick, each, policy))
          .map((tick) => tick.instant);
        expect(difference(computed(each.expression, zone, policy, from, to), expected)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('goes strictly forward, is the same from any instant between, and back again by previousFiring', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.constantFrom(...ZONES),
        anyDay,
        anyPolicy,
        fc.nat({ max: 86_399_999 }),
        (each, zone, day, policy, ms) => {
          const cron = parseCron(each.expression);
          const start = new Date(Date.parse(`${day}T00:00Z`) + ms);
          let last = start;
          for (const at of firings(cron, zone, start, { count: 6 }, policy)) {
            expect(at.getTime()).toBeGreaterThan(last.getTime());
            const between = new Date(Math.floor((last.getTime() + at.getTime()) / 2));
            expect(nextFiring(cron, zone, between, policy)).toEqual(at);
            if (last !== start) expect(previousFiring(cron, zone, at, policy)).toEqual(last);
            last = at;
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a stricter policy only ever leaves firings out', () => {
    fc.assert(
      fc.property(anyRule, fc.constantFrom(...ZONES), anyDay, (each, zone, day) => {
        const from = minutes(`${day}T00:00Z`) - 720;
        const [skip = [], once = [], both = []] = POLICIES.map((policy) =>
          computed(each.expression, zone, policy, from, from + 3 * 1440),
        );
        expect(skip.filter((at) => !once.includes(at))).toEqual([]);
        expect(once.filter((at) => !both.includes(at))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
