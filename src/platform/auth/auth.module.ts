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
import { LoginService } from './login.service.js';
import { RequestLimits } from './request-limits.js';
import { RetentionModule } from '../retention/retention.module.js';
import { SessionController } from './session.controller.js';
import { SessionsService } from './sessions.service.js';
import { TokensService } from './tokens.service.js';
import { UsersService } from './users.service.js';
import { WhoService } from './who.service.js';

const SERVICES = [UsersService, TokensService, ApiKeysService, SessionsService, Credentials, RequestLimits];

@Global()
@Module({
  imports: [DiscoveryModule, RetentionModule],
  controllers: [AuthController, SessionController, ApiKeysController],
  providers: [
    ...SERVICES,
    LoginService,
    WhoService,
    AccessCheck,
    // In this order, so that the audit trail names the sender of a refused body. The limits come before (limit-requests.ts).
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: StorableBodyGuard },
    { provide: APP_GUARD, useClass: UndeclaredInputGuard },
  ],
  exports: SERVICES,
})
export class AuthModule {}
