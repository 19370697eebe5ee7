import { describe, expect, it } from '@jest/globals';
import { AwayAfterCommit } from './database-away.js';
import { toAppError } from './problem.filter.js';

const withCode = (code: string) => Object.assign(new Error(code), { code });
const NOTHING = 'The database is not available; nothing was changed';
const PERHAPS = /the change may have been made/;

describe('what an error of Postgres tells the caller', () => {
  it('nothing was changed only where the statement cannot have reached Postgres', () => {
    expect(toAppError(withCode('ECONNREFUSED')).message).toBe(NOTHING);
    expect(toAppError(withCode('57P03')).message).toBe(NOTHING);
    for (const error of [withCode('ECONNRESET'), withCode('57P01'), new Error('Connection terminated unexpectedly')])
      expect(toAppError(error).message).toMatch(PERHAPS);
    expect(toAppError(new AwayAfterCommit(withCode('ECONNREFUSED'))).message).toMatch(PERHAPS);
  });

  it('what fails after a commit of the same request does not say that nothing was changed', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', '40P01', '55P03', '57014']) {
      expect(toAppError(withCode(code), true)).toMatchObject({ status: 503, message: expect.stringMatching(PERHAPS) });
      expect(toAppError(withCode(code), true).retryAfterSeconds).toBeGreaterThan(0);
    }
  });

  it('a request that only reads has changed nothing, whatever was lost', () => {
    expect(toAppError(withCode('ECONNRESET'), false).message).toBe(NOTHING);
    expect(toAppError(withCode('57014'), false).message).toBe('The database took too long; nothing was changed');
  });
});
