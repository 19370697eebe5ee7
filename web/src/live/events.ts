/** What the events of the tenant's stream hold (`GET /api/v1/events`). Instants are ISO 8601. */
export interface JobEvent {
  id: string;
  type: string;
  /** Bull's words, as a job's page has them. */
  status: 'waiting' | 'active' | 'completed' | 'failed' | 'delayed' | 'cancelled';
  /** The ledger's words, as lists have them. */
  ledgerStatus: 'PENDING' | 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'DEAD';
  progress: number;
  attempts: number;
  hotelId: number | null;
  scheduleId: string | null;
  /** The slot it was made for, if it has a schedule. */
  scheduledFor: string;
  batchId: string | null;
  runAt: string;
  startedAt: string | null;
  completedAt: string | null;
  dueBy: string | null;
  /** Number of the last item told while it runs. */
  lastItem: number | null;
}

export interface SlotEvent {
  scheduleId: string;
  type: string;
  hotelId: number | null;
  fireAt: string;
  state: 'missed' | 'waived' | 'owed';
}

export interface LetterEvent {
  id: string;
  jobId: string;
  type: string;
  hotelId: number | null;
  fingerprint: string;
  state: 'open' | 'requeued' | 'discarded';
}
