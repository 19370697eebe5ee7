/** The position of a reader in a job's events: what its last event told. */
export interface EventCursor {
  /** Last item told. */
  seq: number;
  /** Claim number and progress last told; -1: none yet. */
  token: number;
  progress: number;
  /** The final event of that claim has been told. */
  end?: boolean;
}

export const BEGINNING: EventCursor = { seq: 0, token: -1, progress: -1 };

const CURSOR = /^(\d{1,15})\.(-1|\d{1,9})\.(-1|\d{1,3})(\.end)?$/;

export function formatCursor({ seq, token, progress, end }: EventCursor): string {
  return `${seq}.${token}.${progress}${end ? '.end' : ''}`;
}

/** The cursor of a Last-Event-ID. A text that is no cursor (made by another server or by hand) starts at the beginning. */
export function parseCursor(text: string | undefined): EventCursor {
  const [, seq, token, progress, end] = CURSOR.exec(text ?? '') ?? [];
  if (seq === undefined) return BEGINNING;
  return { seq: Number(seq), token: Number(token), progress: Number(progress), ...(end && { end: true }) };
}

/** One event as text/event-stream has it. JSON.stringify writes no line breaks, and those in strings are escaped. */
export function formatEvent(type: string, cursor: EventCursor, data: unknown): string {
  return `event: ${type}\nid: ${formatCursor(cursor)}\ndata: ${JSON.stringify(data)}\n\n`;
}
