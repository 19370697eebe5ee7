export { ApiKeysService } from './api-keys.service.js';
export { AuthModule } from './auth.module.js';
export { Credentials, requireSameOrigin, SESSION_COOKIE } from './credentials.js';
export { FailedCredentials } from './failed-credentials.js';
export { CronSecret, CurrentPrincipal, Public, Roles } from './decorators.js';
export { sessionCookie } from './auth.controller.js';
export { TokensService } from './tokens.service.js';
export { UsersService } from './users.service.js';
