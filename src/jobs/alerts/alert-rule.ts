export const ALERT_KINDS = ['failure_rate', 'oldest_age', 'missed_slot', 'dead_letters'] as const;
/**
 * - `failure_rate`: failed among the jobs that finished in the window, percent;
 * - `oldest_age`: how long the job that waits longest has been due, seconds;
 * - `missed_slot`: slots of schedules that were missed in the window, a number;
 * - `dead_letters`: open dead letters made in the window, a number.
 */
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_EVENTS = ['fired', 'resolved', 'reminder'] as const;
export type AlertEventKind = (typeof ALERT_EVENTS)[number];

/** The message job's name. Rules do not count its failures, or a failed message would cause another message. */
export const ALERT_NOTIFICATION = 'alert-notification';

export interface AlertRuleView {
  id: string;
  name: string;
  kind: AlertKind;
  /** null: jobs of every kind. */
  jobName: string | null;
  /** null: jobs of every hotel. */
  hotelId: number | null;
  threshold: number;
  unit: AlertUnit;
  /** null for kinds that measure the present. */
  windowMinutes: number | null;
  /** null except for failure_rate. */
  minJobs: number | null;
  webhookUrl: string | null;
  emails: string[];
  enabled: boolean;
  state: 'ok' | 'firing';
  stateSince: Date;
  /** null: not measured yet, or too few jobs. */
  lastValue: number | null;
  lastCheckedAt: Date | null;
  /** null: no reminders. */
  remindHours: number | null;
  createdAt: Date;
}

export const ALERT_UNITS = ['percent', 'seconds', 'slots', 'dead letters'] as const;
export type AlertUnit = (typeof ALERT_UNITS)[number];

const UNIT_OF: Record<AlertKind, AlertUnit> = {
  failure_rate: 'percent',
  oldest_age: 'seconds',
  missed_slot: 'slots',
  dead_letters: 'dead letters',
};

/** Columns of a rule as it is shown: never with its secret. */
export const RULE_VIEW = `id, name, kind, job_name AS "jobName", hotel_id AS "hotelId", threshold::float8 AS threshold,
  CASE kind ${Object.entries(UNIT_OF)
    .map(([kind, unit]) => `WHEN '${kind}' THEN '${unit}'`)
    .join(' ')} END AS unit,
  CASE WHEN kind <> 'oldest_age' THEN window_minutes END AS "windowMinutes",
  CASE WHEN kind = 'failure_rate' THEN min_jobs END AS "minJobs", webhook_url AS "webhookUrl", emails, enabled, state,
  state_since AS "stateSince", last_value AS "lastValue", last_checked_at AS "lastCheckedAt",
  remind_hours AS "remindHours", created_at AS "createdAt"`;
