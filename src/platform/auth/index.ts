export { ApiKeysService } from './api-keys.service.js';
export { AuthModule } from './auth.module.js';
export { Credentials } from './credentials.js';
export { limitRequests } from './limit-requests.js';
export { LiveCredentials } from './live-credentials.js';
export { LoginService } from './login.service.js';
export { RequestLimits } from './request-limits.js';
export { type AuthenticatedRequest, CronSecret, CurrentPrincipal, Public, Roles } from './decorators.js';
export { IsNewPassword, MIN_PASSWORD } from './auth.dto.js';
export { hashPassword } from './passwords.js';
export { isTenantRole, mayGrant, TENANT_ROLES, type TenantRole } from './role-rank.js';
export {
  clearSessionCookies,
  CSRF_COOKIE,
  requireSameOrigin,
  SESSION_COOKIE,
  setSessionCookies,
} from './session-cookie.js';
export { OPEN_SESSION, SessionsService, type SessionView } from './sessions.service.js';
export { TokensService } from './tokens.service.js';
export { sameEmail, UserAccount } from './user.entity.js';
export { UsersService } from './users.service.js';
