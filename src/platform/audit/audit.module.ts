import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditHook } from './audit.hook.js';
import { AuditRetention } from './audit-retention.js';
import { AuditService } from './audit.service.js';
import { RetentionModule } from '../retention/retention.module.js';

@Module({
  imports: [RetentionModule],
  controllers: [AuditController],
  providers: [AuditService, AuditHook, AuditRetention],
  exports: [AuditService],
})
export class AuditModule {}
