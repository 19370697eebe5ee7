import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Matches, Max, MaxLength, Min, ValidateBy, ValidateIf } from 'class-validator';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { isCurrency } from '../../platform/money/index.js';

/** Null is allowed, and means that there is no value. */
export const OrNull = () => ValidateIf((_, value) => value !== null && value !== undefined);

export const IsId = () => applyDecorators(IsInt(), Min(1), Max(MAX_ID));

/** An id in a query. */
export const IsQueryId = () =>
  applyDecorators(
    IsOptional(),
    Type(() => Number),
    IsId(),
  );

export const IsCurrencyCode = () =>
  check('isCurrencyCode', isCurrency, (name) => `${name} must be an ISO 4217 code such as EUR`);

export const IsZone = () =>
  applyDecorators(
    MaxLength(64),
    check('isZone', isValidTimeZone, (name) => `${name} must be an IANA time zone such as Europe/Lisbon`),
  );

export const IsLocale = () =>
  applyDecorators(
    MaxLength(35),
    check('isLocale', isLocale, (name) => `${name} must be a language this server can write, such as pt-PT`),
  );

/** True for a BCP 47 tag whose forms of numbers and dates this runtime has: others would be written in English, unnoticed. */
export function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1 && Intl.NumberFormat.supportedLocalesOf(text).length === 1;
  } catch {
    return false;
  }
}

const PERCENT = /^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/;

/** 0 to 100 with at most four decimals, a number or a text; kept as the text. */
export const IsPercent = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value)),
    Matches(PERCENT, { message: '$property must be 0 to 100 with at most four decimals' }),
  );

/** `true` or `false` in a query. */
export const IsQueryFlag = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );

export class PartiesQuery extends PageQuery {
  @ApiPropertyOptional({ default: false, description: 'With those that are no longer active' })
  @IsQueryFlag()
  inactive: boolean = false;
}

function check(name: string, is: (text: string) => boolean, words: (property: string) => string): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && is(value),
      defaultMessage: (args) => words(args!.property),
    },
  });
}
