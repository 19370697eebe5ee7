import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { SecretError } from '../../platform/secrets/key-ring.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { JobsService } from '../accept/jobs.service.js';
import { hotelExists } from '../webhooks/hotel-exists.js';
import { WebhookSecrets } from '../webhooks/webhook-secrets.js';
import { AlertNotification } from './alert-notification.job.js';
import { type AlertEventKind, type AlertRuleView, RULE_VIEW } from './alert-rule.js';
import { AlertRules, type AlertRuleChange, type AlertRuleInput } from './alert-rules.js';

export interface AlertEventView {
  id: string;
  kind: AlertEventKind;
  value: number | null;
  at: Date;
}

/** A rule, with its webhook's secret when that has just been made. */
export type AlertRuleWithSecret = AlertRuleView & { secret?: string };

/** Rules a tenant may have: each is measured every half minute. */
const MOST_RULES = 100;

/** A tenant's alert rules. A webhook's secret is shown once, in the answer to the request that makes it. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly rules: AlertRules,
    private readonly jobs: JobsService,
    private readonly secrets: WebhookSecrets,
  ) {}

  /** @throws AppError VALIDATION_FAILED; NOT_FOUND (hotel); CONFLICT for e-mail without a mail server, and over MOST_RULES. */
  async create(input: AlertRuleInput): Promise<AlertRuleWithSecret> {
    const rule = this.rules.complete(input);
    const id = uuidv7();
    const made = rule.webhookUrl ? this.secrets.make('alert-rule', this.context.tenantId, id) : undefined;
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM alert_rule');
      if (count!.total >= MOST_RULES) throw new AppError('CONFLICT', `There are ${MOST_RULES} alert rules already`);
      const inserting = tx.first<AlertRuleView>(
        `INSERT INTO alert_rule (id, tenant_id, name, kind, job_name, hotel_id, threshold, window_minutes, min_jobs,
           webhook_url, webhook_secret, emails, enabled, remind_hours, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8, 60), coalesce($9, 10), $10, $11, $12, $13, $14, $15)
         RETURNING ${RULE_VIEW}`,
        [
          id,
          this.context.tenantId,
          rule.name,
          rule.kind,
          rule.jobName,
          rule.hotelId,
          rule.threshold,
          rule.windowMinutes,
          rule.minJobs,
          rule.webhookUrl,
          made?.sealed ?? null,
          rule.emails,
          rule.enabled,
          rule.remindHours,
          this.context.principal?.userId ?? null,
        ],
      );
      const row = await hotelExists(inserting, 'alert_rule');
      return { ...row!, ...(made && { secret: made.secret }) };
    });
  }

  /** Oldest first. */
  async list(limit: number, offset: number): Promise<{ alerts: AlertRuleView[]; total: number }> {
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM alert_rule');
      const alerts = await tx.rows<AlertRuleView>(
        `SELECT ${RULE_VIEW} FROM alert_rule ORDER BY id LIMIT $1 OFFSET $2`,
        [limit, offset],
      );
      return { alerts, total: count!.total };
    });
  }

  /** @throws AppError NOT_FOUND. */
  get(id: string): Promise<AlertRuleView> {
    return this.db.transaction((tx) => this.find(tx, id));
  }

  /**
   * Changes the given fields; the rule is checked again at once. A rule that is switched off while it fires counts as resolved:
   * no message is sent, since a person has just done it. When the webhookUrl is given and there is no secret, or none that can
   * be decrypted, a new secret is made.
   * @throws AppError NOT_FOUND, and as create()
   */
  async update(id: string, change: AlertRuleChange): Promise<AlertRuleWithSecret> {
    return this.db.transaction(async (tx) => {
      const before = await this.find(tx, id, true);
      const rule = this.rules.changed(before, change);
      const kept = await tx.first<{ sealed: string | null }>(
        'SELECT webhook_secret AS sealed FROM alert_rule WHERE id = $1',
        [id],
      );
      const usable = kept!.sealed !== null && (!change.webhookUrl || this.readable(id, kept!.sealed));
      const made = rule.webhookUrl && !usable ? this.secrets.make('alert-rule', this.context.tenantId, id) : undefined;
      if (before.state === 'firing' && !rule.enabled)
        await tx.run(`INSERT INTO alert_event (id, tenant_id, rule_id, kind) VALUES ($1, $2, $3, 'resolved')`, [
          uuidv7(),
          this.context.tenantId,
          id,
        ]);
      const updating = tx.first<AlertRuleView>(
        `UPDATE alert_rule SET name = $2, job_name = $3, hotel_id = $4, threshold = $5,
           window_minutes = coalesce($6, window_minutes), min_jobs = coalesce($7, min_jobs), webhook_url = $8,
           webhook_secret = coalesce($9, webhook_secret), emails = $10, enabled = $11, remind_hours = $12,
           state = CASE WHEN $11 THEN state ELSE 'ok' END,
           state_since = CASE WHEN $11 OR state = 'ok' THEN state_since ELSE now() END, next_check_at = now()
         WHERE id = $1 RETURNING ${RULE_VIEW}`,
        [
          id,
          rule.name,
          rule.jobName,
          rule.hotelId,
          rule.threshold,
          rule.windowMinutes,
          rule.minJobs,
          rule.webhookUrl,
          made?.sealed ?? null,
          rule.emails,
          rule.enabled,
          rule.remindHours,
        ],
      );
      const row = await hotelExists(updating, 'alert_rule');
      return { ...row!, ...(made && { secret: made.secret }) };
    });
  }

  private readable(id: string, sealed: string): boolean {
    try {
      this.secrets.open('alert-rule', this.context.tenantId, id, sealed);
      return true;
    } catch (error) {
      if (error instanceof SecretError) return false;
      throw error;
    }
  }

  /** Removes it with its events. @throws AppError NOT_FOUND. */
  async remove(id: string): Promise<void> {
    const removed = await this.db.transaction((tx) => tx.run('DELETE FROM alert_rule WHERE id = $1', [id]));
    if (removed === 0) throw notFound('Alert rule');
  }

  /** When it fired and when it was resolved, newest first. @throws AppError NOT_FOUND. */
  async events(id: string, limit: number, offset: number): Promise<{ events: AlertEventView[]; total: number }> {
    return this.db.transaction(async (tx) => {
      await this.find(tx, id);
      const count = await tx.first<{ total: number }>('SELECT count(*) AS total FROM alert_event WHERE rule_id = $1', [
        id,
      ]);
      const events = await tx.rows<AlertEventView>(
        'SELECT id, kind, value, at FROM alert_event WHERE rule_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3',
        [id, limit, offset],
      );
      return { events, total: count!.total };
    });
  }

  /** Sends a message over all channels of the rule, to test them. @throws AppError NOT_FOUND. */
  async test(id: string): Promise<{ jobId: string }> {
    return this.db.transaction(async (tx) => {
      const rule = await this.find(tx, id);
      const at = new Date().toISOString();
      const job = await this.jobs.enqueue(AlertNotification, {
        ruleId: rule.id,
        message: 'test',
        value: rule.lastValue,
        at,
      });
      return { jobId: job.id };
    });
  }

  private async find(tx: Tx, id: string, lock = false): Promise<AlertRuleView> {
    const row = await tx.first<AlertRuleView>(
      `SELECT ${RULE_VIEW} FROM alert_rule WHERE id = $1${lock ? ' FOR UPDATE' : ''}`,
      [id],
    );
    if (!row) throw notFound('Alert rule');
    return row;
  }
}
