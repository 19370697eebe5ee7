import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditHook } from './audit.hook.js';
import { AuditService } from './audit.service.js';

@Module({ controllers: [AuditController], providers: [AuditService, AuditHook] })
export class AuditModule {}
