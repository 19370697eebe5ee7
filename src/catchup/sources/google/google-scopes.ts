/** To read calendars and their events. */
export const READ_SCOPE = 'https://www.googleapis.com/auth/calendar.readonly';
/** To write the event of a suggestion that was accepted; without it all else works. */
export const WRITE_SCOPE = 'https://www.googleapis.com/auth/calendar.events';

/** What a user is asked to allow: who she is, and the two above. */
export const SCOPES = ['openid', 'email', READ_SCOPE, WRITE_SCOPE];

/** Scopes that allow the same and more, as Google gives them to those who allowed more before. */
const WIDER = 'https://www.googleapis.com/auth/calendar';

export const mayRead = (scopes: readonly string[]) => scopes.includes(READ_SCOPE) || scopes.includes(WIDER);
export const mayWrite = (scopes: readonly string[]) => scopes.includes(WRITE_SCOPE) || scopes.includes(WIDER);
