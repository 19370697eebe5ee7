import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { smsSize } from '../../platform/sms/segments.js';
import { digestSms, localTime, mailRows, MOST_SEGMENTS, noticeSms, type TellableSuggestion } from './digest-text.js';

const at = (text: string) => new Date(`${text}:00Z`);
const one = (contact: string, start: string, medium: TellableSuggestion['medium'] = 'in_person') => ({
  id: contact,
  contact,
  medium,
  startsAt: at(start),
  endsAt: new Date(at(start).getTime() + 3_600_000),
});

describe('the digest in words', () => {
  const two = [one('Rui Costa', '2026-03-04T19:30'), one('Ana Sousa', '2026-03-03T18:00', 'call')];

  it('is one SMS with all of them, by their time, in the zone of its reader', () => {
    expect(digestSms(two, 'Asia/Tokyo')).toBe(
      'CatchUp, 2 ideas:\nAna Sousa (call), Wed 4 Mar 03:00\nRui Costa, Thu 5 Mar 04:30\nSTOP to end',
    );
    expect(digestSms(two.slice(0, 1), 'Europe/Lisbon')).toBe(
      'CatchUp, one idea:\nRui Costa, Wed 4 Mar 19:30\nSTOP to end',
    );
    expect(noticeSms(two[0]!, 'Europe/Lisbon')).toContain('Rui Costa and you could both be there, Wed 4 Mar 19:30.');
    expect(localTime(at('2026-12-31T23:59'), 'UTC')).toBe('Thu 31 Dec 23:59');
  });

  it('leaves out what does not fit, and says how many', () => {
    const many = Array.from({ length: 20 }, (_, n) => one(`Łukasz number ${n}`, `2026-03-03T${10 + (n % 10)}:00`));
    const text = digestSms(many, 'UTC');
    expect(smsSize(text)).toMatchObject({ encoding: 'UCS-2', segments: MOST_SEGMENTS });
    const shown = text.split('\n').filter((line) => line.startsWith('Łukasz')).length;
    expect(text).toContain(`CatchUp, 20 ideas:`);
    expect(text).toContain(`and ${20 - shown} more`);
  });

  it('is bounded whatever the names are', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 20 }), (all) => {
        const text = digestSms(
          all.map((name) => one(name, '2026-03-03T18:00')),
          'Europe/Lisbon',
        );
        expect(smsSize(text).segments).toBeLessThanOrEqual(MOST_SEGMENTS);
        expect(text.split('\n').length).toBeLessThanOrEqual(all.length + 3);
      }),
    );
  });

  it('a name cannot begin a line of its own', () => {
    const text = digestSms([one('Ana\r\nPay here: http://evil.test', '2026-03-03T18:00')], 'UTC');
    expect(text.split('\n')).toHaveLength(3);
  });

  it('the mail has a row for each', () => {
    expect(mailRows(two, 'Europe/Lisbon')).toEqual([
      { name: 'Ana Sousa', when: 'Tue 3 Mar 18:00–19:00', how: 'a call' },
      { name: 'Rui Costa', when: 'Wed 4 Mar 19:30–20:30', how: 'in person' },
    ]);
  });
});
