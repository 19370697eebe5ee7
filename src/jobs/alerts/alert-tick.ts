import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { serializePayload } from '../contract/payload.js';
import { Ledger, type NewJob } from '../ledger/ledger.js';
import { Relay } from '../relay/relay.js';
import { AlertNotification } from './alert-notification.job.js';
import type { AlertEventKind, AlertKind } from './alert-rule.js';
import { measureSql } from './measure.sql.js';

/** How often a rule is checked, s. */
const CHECK_SECONDS = 30;
/** When a rule that could not be measured is tried again, s: it costs the others time. */
const AGAIN_SECONDS = 300;
/** How often due rules are looked for, ms. */
const LOOK_MS = 5_000;
/** Rules checked in one transaction. */
const AT_ONCE = 50;

interface DueRule {
  id: string;
  kind: AlertKind;
  tenant_id: string;
  hotel_id: number | null;
  threshold: number;
  firing: boolean;
  /** Its reminder is due, if it goes on firing. */
  remind: boolean;
  now: Date;
}

interface Checked {
  rule: DueRule;
  value: number | null;
  firing: boolean;
  event: AlertEventKind | null;
}

/**
 * Takes due rules by moving their next check on, so that a check that fails is not repeated at once. A disabled tenant's jobs all wait, which
 * its rules would report.
 */
const CLAIM = `
  UPDATE alert_rule SET next_check_at = now() + make_interval(secs => ${CHECK_SECONDS})
  WHERE id IN (SELECT id FROM alert_rule r WHERE enabled AND next_check_at <= now()
                 AND (SELECT t.disabled_at IS NULL FROM tenant t WHERE t.id = r.tenant_id)
               ORDER BY next_check_at LIMIT $1 FOR UPDATE OF r SKIP LOCKED)
  RETURNING id`;

/** Rules $1 as they are now, except those that another transaction is changing. */
const CLAIMED = `
  SELECT id, kind, tenant_id, hotel_id, threshold::float8 AS threshold, state = 'firing' AS firing, now() AS now,
         coalesce(told_at + make_interval(hours => remind_hours) <= now(), false) AS remind
  FROM alert_rule WHERE id = ANY($1::uuid[]) AND enabled ORDER BY id FOR UPDATE SKIP LOCKED`;

const PUT_OFF = `
  UPDATE alert_rule SET next_check_at = now() + make_interval(secs => ${AGAIN_SECONDS}) WHERE id = $1`;

const NOTE = `
  UPDATE alert_rule r SET last_value = c.value, last_checked_at = now(),
    state = CASE WHEN c.firing THEN 'firing' ELSE 'ok' END,
    state_since = CASE WHEN c.firing = (r.state = 'firing') THEN r.state_since ELSE now() END,
    told_at = CASE WHEN c.told THEN now() ELSE r.told_at END
  FROM unnest($1::uuid[], $2::float8[], $3::bool[], $4::bool[]) AS c(id, value, firing, told)
  WHERE r.id = c.id`;

/** Checks all tenants' alert rules. Any number of processes may do so; each change of state sends one message. */
@Injectable()
export class AlertTick {
  private readonly logger = new Logger('Alerts');
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;
  private active = false;
  /** How long the rules of a check, and one rule by itself, may take to be measured, ms: the rules of other tenants wait for it. */
  readonly limits = { togetherMs: 5_000, aloneMs: 5_000 };

  constructor(
    private readonly db: SystemDatabase,
    private readonly contracts: ContractRegistry,
    private readonly ledger: Ledger,
    private readonly relay: Relay,
  ) {}

  start(): void {
    this.active = true;
    this.timer = setInterval(() => this.tick(), LOOK_MS);
    this.tick();
  }

  async stop(): Promise<void> {
    this.active = false;
    clearInterval(this.timer);
    await this.pass;
  }

  private tick(): void {
    this.pass ??= this.checkAll()
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.pass = undefined));
  }

  private async checkAll(): Promise<void> {
    let checked: number;
    do checked = await this.checkDue();
    while (checked === AT_ONCE && this.active);
  }

  /**
   * Checks up to AT_ONCE due rules. Answers how many were due. A rule that cannot be measured does not stop the check
   * of the others, and is tried again after AGAIN_SECONDS.
   */
  async checkDue(): Promise<number> {
    const ids = (await this.db.rows<{ id: string }>(CLAIM, [AT_ONCE])).map(({ id }) => id);
    if (ids.length === 0) return 0;
    try {
      await this.check(ids, this.limits.togetherMs);
    } catch (error) {
      this.logger.warn(`${ids.length} rules: ${(error as Error).message}`);
      for (const id of ids)
        await this.check([id], this.limits.aloneMs).catch((single: Error) => this.putOff(id, single));
    }
    return ids.length;
  }

  private async putOff(id: string, error: Error): Promise<void> {
    this.logger.warn(`rule ${id}: ${error.message}`);
    await this.db.run(PUT_OFF, [id]);
  }

  /** State, event and message in one transaction. */
  private async check(ids: readonly string[], limitMs: number): Promise<void> {
    const told = await this.db.transaction(async (tx) => {
      await tx.rows(`SELECT set_config('statement_timeout', $1, true)`, [String(limitMs)]);
      const rules = await tx.rows<DueRule>(CLAIMED, [ids]);
      if (rules.length === 0) return 0;
      const values = await tx.rows<{ id: string; value: number | null }>(
        measureSql([...new Set(rules.map(({ kind }) => kind))].sort()),
        [rules.map(({ id }) => id), this.contracts.besideOthers()],
      );
      const valueOf = new Map(values.map(({ id, value }) => [id, value]));
      const checked = rules.map((rule) => judge(rule, valueOf.get(rule.id) ?? null));
      await tx.run(NOTE, [
        checked.map(({ rule }) => rule.id),
        checked.map(({ value }) => value),
        checked.map(({ firing }) => firing),
        checked.map(({ event }) => event !== null),
      ]);
      return this.tell(tx, checked);
    });
    if (told > 0) this.relay.wake(AlertNotification.name);
  }

  private async tell(tx: Tx, checked: readonly Checked[]): Promise<number> {
    const news = checked.flatMap(({ rule, value, event }) => (event ? [{ rule, value, event, id: uuidv7() }] : []));
    if (news.length === 0) return 0;
    await tx.run(
      `INSERT INTO alert_event (id, tenant_id, rule_id, kind, value)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::float8[])`,
      [
        news.map(({ id }) => id),
        news.map(({ rule }) => rule.tenant_id),
        news.map(({ rule }) => rule.id),
        news.map(({ event }) => event),
        news.map(({ value }) => value),
      ],
    );
    await this.ledger.insert(tx, news.map(jobFor));
    return news.length;
  }
}

function judge(rule: DueRule, value: number | null): Checked {
  const firing = value !== null && value >= rule.threshold;
  return { rule, value, firing, event: eventOf(rule, firing) };
}

function eventOf(rule: DueRule, firing: boolean): AlertEventKind | null {
  if (firing !== rule.firing) return firing ? 'fired' : 'resolved';
  return firing && rule.remind ? 'reminder' : null;
}

function jobFor({ rule, value, event }: { rule: DueRule; value: number | null; event: AlertEventKind }): NewJob {
  return {
    id: uuidv7(),
    tenantId: rule.tenant_id,
    name: AlertNotification.name,
    data: serializePayload({ ruleId: rule.id, message: event, value, at: rule.now.toISOString() }),
    priority: AlertNotification.priority,
    maxAttempts: AlertNotification.attempts,
    runAt: null,
    dedupeKey: null,
    hotelId: rule.hotel_id,
  };
}
