/** What Google refuses, in its own shapes. */
export class Refusal extends Error {
  constructor(status, body, headers = {}) {
    super(String(status));
    Object.assign(this, { status, body, headers });
  }
}

/** {"error":{"errors":[{domain,reason,message,locationType?,location?}],"code":N,"message":…}} */
export function refuse(status, domain, reason, message, more = {}, headers = {}) {
  const error = { errors: [{ domain, reason, message, ...more }], code: status, message };
  return new Refusal(status, { error }, headers);
}

/** Flat, as the token endpoint has it. */
export const flat = (status, error, description, more = {}) =>
  new Refusal(status, { error, error_description: description, ...more });

export const badParameter = (location, message = `Invalid value for: ${location}`, reason = 'invalid') =>
  refuse(400, reason === 'timeRangeEmpty' ? 'calendar' : 'global', reason, message, {
    locationType: 'parameter',
    location,
  });
export const notFound = () => refuse(404, 'global', 'notFound', 'Not Found');

const USAGE = {
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User Rate Limit Exceeded',
  quotaExceeded: 'Calendar usage limits exceeded.',
  accessNotConfigured: 'Access Not Configured.',
};

/** The refusal that a fault asks for: {status, reason?, message?, retryAfter?, error?, html?, empty?}. */
export function ofFault({ status, reason, message, retryAfter, error, subtype, description, html, empty }) {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  if (html) return new Refusal(status, '<html><body><h1>Service Unavailable</h1></body></html>', headers);
  if (empty) return new Refusal(status, '', headers);
  if (error) {
    const subtypes = subtype ? { error_subtype: subtype } : {};
    return flat(status, error, description ?? 'Token has been expired or revoked.', subtypes);
  }
  if (status === 401)
    return refuse(401, 'global', 'authError', 'Invalid Credentials', {
      locationType: 'header',
      location: 'Authorization',
    });
  if (status === 410)
    return refuse(410, 'calendar', 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
      locationType: 'parameter',
      location: 'syncToken',
    });
  if (status >= 500) return refuse(status, 'global', 'backendError', 'Backend Error', {}, headers);
  const why = reason ?? 'rateLimitExceeded';
  return refuse(status, why in USAGE ? 'usageLimits' : 'global', why, message ?? USAGE[why] ?? why, {}, headers);
}
