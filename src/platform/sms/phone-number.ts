import { registerDecorator, type ValidationOptions } from 'class-validator';

const E164 = /^\+[1-9]\d{6,14}$/;

/** A number as +<country><number>, or undefined: what people put between the digits is left out, 00 is +. */
export function phoneNumber(text: string): string | undefined {
  const digits = text
    .trim()
    .replace(/^00/, '+')
    .replace(/[\s().\-/\u00a0\u2010-\u2015]/g, '');
  return E164.test(digits) ? digits : undefined;
}

/** Enough of a number for its owner to know it. */
export function maskedNumber(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(Math.max(number.length - 6, 0))}${number.slice(-3)}`;
}

/** Numbers in a text that others wrote (a provider's error) are left out before it is kept or logged. */
export function withoutNumbers(text: string): string {
  return text.replace(/(?:\+|%2B|00)?\d[\d\s().-]{5,}\d/gi, '(number)');
}

/** Property decorator: exactly one telephone number with its country. */
export function IsPhoneNumber(options?: ValidationOptions): PropertyDecorator {
  return (target, name) =>
    registerDecorator({
      name: 'isPhoneNumber',
      target: target.constructor,
      propertyName: name as string,
      options,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && phoneNumber(value) !== undefined,
        defaultMessage: () => '$property must be a telephone number with its country, as +351912345678',
      },
    });
}
