import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, notFound } from '../../../platform/errors/app-error.js';
import { given } from '../../../platform/http/given.js';
import type { StatementSettingsRequest, StatementSettingsResponse } from './statement-settings.dto.js';
import { StatementSettings } from './statement-settings.entity.js';

const DEFAULTS = { managerAddress: null, managerEmail: null, paper: 'a4', footer: null } as const;

type Saved = (after: StatementSettings, before: Pick<StatementSettings, 'timezone'> | null) => Promise<void>;

/** Name, zone and paper of the manager. */
@Injectable()
export class StatementSettingsService {
  private readonly saved: Saved[] = [];

  constructor(private readonly db: TenantDatabase) {}

  /** Runs in the transaction that saves the settings: schedules follow the zone. */
  onSaved(hook: Saved): void {
    this.saved.push(hook);
  }

  /** Null before they are set. */
  find(): Promise<StatementSettings | null> {
    // Row-level security leaves the tenant's one row.
    return this.db.withRepository(StatementSettings, (settings) => settings.findOneBy({}));
  }

  /** @throws AppError NOT_FOUND before they are set */
  async get(): Promise<StatementSettings> {
    const row = await this.find();
    if (!row) throw notFound('Statement settings');
    return row;
  }

  /** As get(), for what cannot be done without them. @throws AppError CONFLICT, which says what to do */
  async needed(): Promise<StatementSettings> {
    const row = await this.find();
    if (!row) throw new AppError('CONFLICT', "Set the manager's name and time zone first: PUT /statement-settings");
    return row;
  }

  put(request: StatementSettingsRequest): Promise<StatementSettings> {
    return this.db.transaction(async (tx) => {
      const settings = tx.repository(StatementSettings);
      // One row a tenant: two first requests at the same time must not make two.
      await tx.run(
        `SELECT pg_advisory_xact_lock(hashtextextended('statement_settings ' || current_setting('app.tenant_id'), 0))`,
      );
      const before = await settings.findOneBy({});
      const earlier = before && { timezone: before.timezone };
      await settings.save(settings.merge(before ?? settings.create({ ...DEFAULTS }), given(request)));
      const after = (await settings.findOneBy({}))!;
      for (const hook of this.saved) await hook(after, earlier);
      return after;
    });
  }
}

export function toSettingsResponse(row: StatementSettings): StatementSettingsResponse {
  const { managerName, managerAddress, managerEmail, timezone, paper, footer } = row;
  return { managerName, managerAddress, managerEmail, timezone, paper, footer };
}
