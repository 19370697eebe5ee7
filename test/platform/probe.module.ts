import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { CronSecret, CurrentPrincipal, Public, Roles } from '../../src/platform/auth/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { type Principal, RequestContext } from '../../src/platform/tenancy/context.js';

class Item {
  @IsInt() count!: number;
}

class EchoRequest {
  @IsString() name!: string;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Item) items?: Item[];
}

/** Routes that misbehave, or show what a handler sees. */
@ApiExcludeController()
@Controller('probe')
export class ProbeController {
  /** Of undone(). */
  tries = 0;

  constructor(
    private readonly context: RequestContext,
    private readonly db: TenantDatabase,
  ) {}

  @Post('echo')
  @Roles('ADMIN', 'MANAGER')
  echo(@Body() body: EchoRequest) {
    return body;
  }

  /** Who the handler, its context and Postgres think is calling. */
  @Post('whoami')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  async whoami(@CurrentPrincipal() principal: Principal) {
    await new Promise((later) => setImmediate(later));
    const row = await this.db.first<{ tenant: string; keys: number }>(
      `SELECT current_setting('app.tenant_id') AS tenant, (SELECT count(*) FROM app_user) AS keys`,
    );
    return {
      requestId: this.context.store.requestId,
      fromDecorator: principal.tenantId,
      fromContext: this.context.tenantId,
      fromPostgres: row?.tenant,
      usersSeen: row?.keys,
    };
  }

  @Post('nightly')
  @CronSecret()
  nightly() {
    return { role: this.context.principal?.role };
  }

  @Get('range-error')
  @Public()
  rangeError() {
    throw new RangeError('secret internals');
  }

  @Get('away')
  @Public()
  away() {
    throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
  }

  /** Postgres undoes every try of its transaction, with this code. */
  @Post('undone/:code')
  @Roles('ADMIN')
  undone(@Param('code') code: string) {
    return this.db.transaction(async (tx) => {
      this.tries++;
      await tx.run(
        `DO $$ BEGIN RAISE EXCEPTION 'for the sake of another' USING ERRCODE = '${code.slice(0, 5)}'; END $$`,
      );
    });
  }

  @Get('bad-sql')
  @Roles('ADMIN')
  badSql() {
    return this.db.rows('SELECT secret_column FROM app_user');
  }
}

@Module({ controllers: [ProbeController] })
export class ProbeModule {}
