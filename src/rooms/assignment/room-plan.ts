import type { LocalDate } from '../../platform/dates/index.js';
import type { RoomOccupancy, Span } from '../occupancy/room-occupancy.js';

/** One room for some consecutive nights of a stay. */
export interface Leg extends Span {
  roomId: number;
  room: string;
}

export type RoomPlan = { legs: Leg[]; needsRoomMove: boolean } | { stuckOn: LocalDate };

/**
 * Rooms for the stay [arrival, departure) with as few moves as possible (rules rooms A13): each leg takes the room that stays free
 * longest, of several the first in order. stuckOn is the first night on which no room is free.
 */
export function planRooms(rooms: readonly RoomOccupancy[], arrival: LocalDate, departure: LocalDate): RoomPlan {
  const legs: Leg[] = [];
  for (let from = arrival; from < departure; from = legs.at(-1)!.until) {
    let best: Leg | undefined;
    for (const room of rooms) {
      const until = freeUntil(room, from, departure);
      if (until > (best?.until ?? from)) best = { roomId: room.roomId, room: room.number, from, until };
    }
    if (!best) return { stuckOn: from };
    legs.push(best);
  }
  return { legs, needsRoomMove: legs.length > 1 };
}

/** First date from which on the room is taken, at most `limit`; `from` itself when it is taken at once. */
function freeUntil(room: RoomOccupancy, from: LocalDate, limit: LocalDate): LocalDate {
  let until = limit;
  for (const span of room.busy) {
    if (span.until <= from || span.from >= until) continue;
    until = span.from > from ? span.from : from;
  }
  return until;
}
