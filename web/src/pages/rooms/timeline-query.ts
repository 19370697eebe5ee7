import { closedText, type Span, type TimelineRoom } from '../../api/room-timeline';

export { closedText, type Span, type Timeline, timelineQuery, type TimelineRoom } from '../../api/room-timeline';

/** The stay whose guest gets another room. */
export interface Moving {
  room: TimelineRoom;
  span: Span;
}

/** What a bar says. */
export function spanText({ booking, closure }: Span): string {
  if (booking) return booking.guestName;
  const { workOrder, reason, kind } = closure!;
  return workOrder?.work ?? reason ?? closedText(kind);
}

export function spanHref({ booking, closure }: Span): string | undefined {
  if (booking) return `/front-desk/${booking.id}`;
  return closure?.workOrder ? `/work-orders/${closure.workOrder.id}` : undefined;
}
