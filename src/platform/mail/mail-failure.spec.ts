import { describe, expect, it } from '@jest/globals';
import { type Failure, verdict } from './mail-failure.js';

const failure = (over: Partial<Failure>): Failure => Object.assign(new Error('x'), over);
const refused = (response: string, command = 'RCPT TO') => {
  const responseCode = Number(response.slice(0, 3));
  return failure({ code: 'EENVELOPE', responseCode, response, command, permanent: responseCode >= 500 });
};

describe('what a failure means for the mail', () => {
  it.each([
    ['550 5.1.1 No such user', true],
    ['550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Learn more', true],
    ['550 No Such User Here', true],
    // postalserver/postal#60: refused because of the sender's address, which says nothing about the reader's.
    ['550-5.7.1 [192.0.2.1] Our system has detected that this message is\n550 5.7.1 likely suspicious', false],
    ['550 5.2.1 Mailbox disabled', true],
    ['550 5.1.10 Recipient not found', true],
    ['550 5.1.8 Bad sender address', false],
    ['550 SPF check failed', false],
    ['550 Blocked using zen.example', false],
    ['554 5.7.1 Relay access denied', false],
    ['552 5.2.2 Mailbox full', false],
    ['550 Mailbox quota exceeded', false],
    ['451 4.7.1 Greylisted', false],
  ])('M7: "%s": a bad address: %s', (response, badAddress) => {
    expect(verdict(refused(response), false)).toMatchObject({
      badAddress,
      unsent: true,
      permanent: response.startsWith('5'),
    });
  });

  it('a refusal of anything but the recipient says nothing about the address', () => {
    for (const command of ['MAIL FROM', 'DATA', 'AUTH PLAIN'])
      expect(verdict(refused('550 5.1.1 no', command), false)).toMatchObject({ badAddress: false, permanent: true });
  });

  it.each([
    ['the connection died before a byte of the mail had left', { code: 'ECONNECTION' }, false, true],
    ['it died after that', { code: 'ECONNECTION' }, true, false],
    ['no answer came in time, after that', { code: 'ETIMEDOUT' }, true, false],
    ['nobody greeted', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, true, true],
    ['the server answered', { code: 'EMESSAGE', responseCode: 451 }, true, true],
  ])('%s', (_, error, begun, unsent) => {
    expect(verdict(failure(error), begun)).toMatchObject({ unsent, permanent: false });
  });
});
