import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, Matches, ValidateBy, ValidateIf } from 'class-validator';
import type { ValueTransformer } from 'typeorm';
import { invalid } from '../../platform/errors/app-error.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { parseAmount } from '../../platform/money/parse-amount.js';

/** What customers are charged by: each level has price books of its own. */
export const LEVELS = ['standard', 'preferred', 'partner'] as const;
export type Level = (typeof LEVELS)[number];

/** Characters of a postal address, its ends of lines among them. */
export const MAX_ADDRESS = 500;

export const CODE = /^[a-z0-9][a-z0-9_-]{0,39}$/;

/** What people and quotes name a thing of the catalogue by. */
export const IsCatalogueCode = (options?: { each: boolean }) =>
  Matches(CODE, { ...options, message: '$property must be 1 to 40 of a-z, 0-9, - and _, such as "pa12"' });

/** Null is allowed, and means that there is no value. */
export const OrNull = () => ValidateIf((_, value) => value !== null && value !== undefined);

interface Figure {
  example: string;
  description: string;
  /** Digits after the point. */
  decimals: number;
  min?: number;
  max: number;
  /** Zero is no value. */
  positive?: boolean;
}

/** A decimal, as a number or a text; kept as the text, so that no digit is lost. */
export function IsFigure({ decimals, min = 0, max, positive = false }: Omit<Figure, 'example' | 'description'>) {
  const form = new RegExp(decimals > 0 ? `^\\d{1,12}(\\.\\d{1,${decimals}})?$` : '^\\d{1,12}$');
  const from = positive ? `above ${min}` : `at least ${min}`;
  return applyDecorators(
    Type(() => String),
    ValidateBy({
      name: 'isFigure',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          form.test(value) &&
          (positive ? Number(value) > min : Number(value) >= min) &&
          Number(value) <= max,
        defaultMessage: (args) =>
          `${args?.property} must be a decimal ${from} and at most ${max} with at most ${decimals} decimals`,
      },
    }),
  );
}

export const ApiFigure = ({ example, description, ...rules }: Figure) =>
  applyDecorators(ApiProperty({ ...FIGURE, example, description }), IsFigure(rules));

/** One that may be left out; with `orNull` also one that may be taken away. */
export const ApiFigureOptional = ({ example, description, ...rules }: Figure, orNull = false) =>
  applyDecorators(
    ApiPropertyOptional({ oneOf: orNull ? [...FIGURE.oneOf, { type: 'null' }] : FIGURE.oneOf, example, description }),
    orNull ? OrNull() : ValidateIf((_, value) => value !== undefined),
    IsFigure(rules),
  );

const FIGURE = { oneOf: [{ type: 'string' }, { type: 'number' }] } satisfies ApiPropertyOptions;

const AMOUNT = /^\d{1,12}(\.\d{1,4})?$/;

/** An amount in major units that may be left out; with `orNull` also one that may be taken away. */
export function ApiAmountOptional(description: string, example: string, orNull = false): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ oneOf: orNull ? [...FIGURE.oneOf, { type: 'null' }] : FIGURE.oneOf, example, description }),
    orNull ? OrNull() : ValidateIf((_, value) => value !== undefined),
    ValidateBy({
      name: 'isAmount',
      validator: {
        validate: (value: unknown) =>
          (typeof value === 'number' || typeof value === 'string') && AMOUNT.test(String(value)),
        defaultMessage: (args) => `${args?.property} must be an amount in major units, such as 120 or "99.95"`,
      },
    }),
  );
}

/** Minor units of an amount that was sent; what was not sent, or is null, stays so. @throws AppError VALIDATION_FAILED */
export function minorOf<T extends number | string | null | undefined>(
  path: string,
  value: T,
  currency: string,
): number | (T & (null | undefined)) {
  if (value === null || value === undefined) return value as T & (null | undefined);
  return parseAmount(path, value, currency);
}

/** As minorOf, for what must not be 0: a price that is missing is null. */
export function priceOf<T extends number | string | null | undefined>(
  path: string,
  value: T,
  currency: string,
): number | (T & (null | undefined)) {
  const minor = minorOf(path, value, currency);
  if (minor === 0) throw invalid(path, `${path} must be above zero; null stands for a price that is not known yet`);
  return minor;
}

/** Numeric columns as plain decimals, without the zeros that Postgres fills up with: 1.01000 is 1.01. */
export const plain: ValueTransformer = {
  to: (value: unknown) => value,
  from: (text: string | null) => (text?.includes('.') ? text.replace(/\.?0+$/, '') : text),
};

export class CatalogueQuery extends PageQuery {
  @ApiPropertyOptional({ default: false, description: 'With what is no longer offered' })
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  inactive: boolean = false;
}

export const IsLevel = () => IsIn(LEVELS);
