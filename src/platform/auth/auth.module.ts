import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { StorableBodyGuard } from '../http/storable-body.guard.js';
import { UndeclaredInputGuard } from '../http/undeclared-input.guard.js';
import { AccessCheck } from './access-check.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { Credentials } from './credentials.js';
import { RequestLimits } from './request-limits.js';
import { TokensService } from './tokens.service.js';
import { UsersService } from './users.service.js';

const SERVICES = [UsersService, TokensService, ApiKeysService, Credentials, RequestLimits];

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [AuthController, ApiKeysController],
  providers: [
    ...SERVICES,
    AccessCheck,
    // In this order, so that the audit trail names the sender of a refused body. The limits come before (limit-requests.ts).
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: StorableBodyGuard },
    { provide: APP_GUARD, useClass: UndeclaredInputGuard },
  ],
  exports: SERVICES,
})
export class AuthModule {}
