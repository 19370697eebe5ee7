import { describe, expect, it } from '@jest/globals';
import { maskedNumber, phoneNumber, withoutNumbers } from './phone-number.js';
import { refusal } from './sms-error.js';

const body = (code: number, message = 'no') =>
  JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 });

describe("a provider's refusal", () => {
  it.each([
    [400, body(21610), 'opted_out', 21610],
    [400, body(21211), 'refused', 21211],
    [400, body(21614), 'refused', 21614],
    [400, body(21408), 'refused', 21408],
    [400, body(30006), 'refused', 30006],
    [429, body(20429), 'transient', 20429],
    [429, '', 'transient', null],
    [503, '<html>busy</html>', 'transient', null],
    [500, body(20500), 'unknown', 20500],
    [502, '<html>', 'unknown', null],
    [504, '', 'unknown', null],
    [401, body(20003), 'misconfigured', 20003],
    [404, body(20404), 'misconfigured', 20404],
    [400, body(21606), 'misconfigured', 21606],
    [400, '<html>proxy</html>', 'misconfigured', null],
    [302, '', 'misconfigured', null],
    // Taken, says the status; the body that names the message was cut off.
    [201, '{"sid": "SM', 'unknown', null],
  ])('%i %s is %s', (status, text, trouble, code) => {
    expect(refusal(status, text)).toMatchObject({ trouble, code });
  });

  it('repeats no number', () => {
    const { message } = refusal(400, body(21211, "The 'To' number +351 912-345-678 is not a valid phone number."));
    expect(message).toBe("400, code 21211: The 'To' number (number) is not a valid phone number.");
    expect(withoutNumbers('To=%2B351912345678&x=12')).toBe('To=(number)&x=12');
  });
});

describe('a telephone number', () => {
  it.each([
    ['+351912345678', '+351912345678'],
    [' +351 912 345 678 ', '+351912345678'],
    ['00351-912-345-678', '+351912345678'],
    ['+1 (415) 867-5309', '+14158675309'],
    ['912345678', undefined],
    ['+0351912345678', undefined],
    ['+3519123456789012', undefined],
    ['+351912345678,+351912345679', undefined],
    ['+35191234567x', undefined],
    ['tel:+351912345678', undefined],
    ['', undefined],
  ])('%j is %j', (text, number) => expect(phoneNumber(text)).toBe(number));

  it('is told to its owner in part', () => expect(maskedNumber('+351912345678')).toBe('+35*******678'));
});
