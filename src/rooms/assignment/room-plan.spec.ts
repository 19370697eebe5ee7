import { describe, expect, it } from '@jest/globals';
import { parseLocalDate } from '../../platform/dates/index.js';
import { planRooms } from './room-plan.js';

const d = parseLocalDate;
const room = (roomId: number, ...busy: [string, string][]) => ({
  roomId,
  number: String(100 + roomId),
  busy: busy.map(([from, until]) => ({ from: d(from), until: d(until) })),
});

describe('planRooms', () => {
  it('A13: R1 busy night 1, R2 busy night 2: R2 then R1, with a move', () => {
    const rooms = [room(1, ['2026-03-01', '2026-03-02']), room(2, ['2026-03-02', '2026-03-03'])];
    expect(planRooms(rooms, d('2026-03-01'), d('2026-03-03'))).toEqual({
      legs: [
        { roomId: 2, room: '102', from: '2026-03-01', until: '2026-03-02' },
        { roomId: 1, room: '101', from: '2026-03-02', until: '2026-03-03' },
      ],
      needsRoomMove: true,
    });
  });

  it.each([
    ['one free room is enough', [room(1, ['2026-03-01', '2026-03-09']), room(2)], ['102']],
    ['first in order among equals', [room(1), room(2)], ['101']],
    ['a departure frees the room the same day', [room(1, ['2026-02-20', '2026-03-01'])], ['101']],
    ['an arrival on the departure day does not matter', [room(1, ['2026-03-04', '2026-03-05'])], ['101']],
    [
      'longest free first',
      [
        room(1, ['2026-03-02', '2026-03-09']),
        room(2, ['2026-03-03', '2026-03-04']),
        room(3, ['2026-03-01', '2026-03-03']),
      ],
      ['102', '103'],
    ],
  ])('%s', (_name, rooms, expected) => {
    const plan = planRooms(rooms, d('2026-03-01'), d('2026-03-04'));
    expect('legs' in plan && plan.legs.map((leg) => leg.room)).toEqual(expected);
  });

  it('names the night it is stuck on', () => {
    expect(planRooms([room(1, ['2026-03-02', '2026-03-03'])], d('2026-03-01'), d('2026-03-04'))).toEqual({
      stuckOn: '2026-03-02',
    });
    expect(planRooms([], d('2026-03-01'), d('2026-03-04'))).toEqual({ stuckOn: '2026-03-01' });
  });
});
