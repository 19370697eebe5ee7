import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { CatchupModule } from './catchup/index.js';
import { JobsModule } from './jobs/index.js';
import { MessagesModule } from './messages/index.js';
import { OpsModule } from './ops/ops.module.js';
import { AccountsModule } from './platform/accounts/accounts.module.js';
import { AuditModule } from './platform/audit/audit.module.js';
import { AuthModule } from './platform/auth/index.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { IdempotencyModule } from './platform/http/idempotency/idempotency.module.js';
import { UploadPlacesModule } from './platform/http/upload-places.module.js';
import { ObservabilityModule } from './platform/observability/observability.module.js';
import { StorageModule } from './platform/storage/index.js';
import { TenancyModule } from './platform/tenancy/tenancy.module.js';
import { ViewsModule } from './platform/views/views.module.js';
import { PmsModule } from './pms/pms.module.js';
import { QuotingModule } from './quoting/index.js';
import { ReportsModule } from './reports/index.js';
import { RoomsModule } from './rooms/index.js';
import { StatementsModule } from './statements/index.js';

/** The whole, the same in every process: ROLES decides what runs and what is served, not what is there. */
@Module({})
export class AppModule {
  static forRoot(config: Config, extra: NonNullable<ModuleMetadata['imports']> = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        TenancyModule,
        ObservabilityModule,
        DatabaseModule,
        AuthModule,
        AccountsModule,
        AuditModule,
        ViewsModule,
        UploadPlacesModule,
        IdempotencyModule,
        StorageModule,
        JobsModule,
        MessagesModule,
        ReportsModule,
        RoomsModule,
        PmsModule,
        QuotingModule,
        StatementsModule,
        CatchupModule,
        OpsModule,
        ...extra,
      ],
    };
  }
}
