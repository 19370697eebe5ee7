import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import type { AppError } from '../errors/app-error.js';
import { FormerName } from './former-name.js';
import { validationPipe } from './validation.pipe.js';

class Range {
  @FormerName('startDate') @IsString() from!: string;
}
class Order {
  @FormerName('timeZone') @IsString() timezone!: string;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Range) ranges?: Range[];
}
class OrderChange extends PartialType(Order, { skipNullProperties: false }) {}

const take = (metatype: new () => object, body: object) =>
  validationPipe().transform(body, { type: 'body', metatype }) as Promise<object>;
const refusal = (body: object, metatype: new () => object = Order) =>
  take(metatype, body).then(
    () => 'taken',
    ({ errors }: AppError) => errors,
  );

describe('former names', () => {
  it('are taken instead of the present ones, and never reach a handler', async () => {
    expect({ ...(await take(Order, { timeZone: 'UTC' })) }).toEqual({ timezone: 'UTC' });
    expect(await take(Order, { timezone: 'UTC', ranges: [{ startDate: '2027-01-01' }] })).toEqual({
      timezone: 'UTC',
      ranges: [{ from: '2027-01-01' }],
    });
  });

  it('are taken by the partial form of a request too; what is not sent stays unsent', async () => {
    expect({ ...(await take(OrderChange, { timeZone: 'UTC' })) }).toEqual({ timezone: 'UTC' });
    expect(Object.values(await take(OrderChange, {})).every((value) => value === undefined)).toBe(true);
  });

  it('are checked as the present ones are', async () => {
    const message = 'timezone must be a string';
    expect(await refusal({ timeZone: 7 })).toEqual([{ path: 'timezone', message }]);
    expect(await refusal({ timeZone: null }, OrderChange)).toEqual([{ path: 'timezone', message }]);
  });

  it('are refused beside the present ones', async () => {
    const message = 'timeZone is the former name of timezone: send only timezone';
    expect(await refusal({ timeZone: 'UTC', timezone: 'UTC' })).toEqual([{ path: 'timeZone', message }]);
  });
});

describe('what is missing', () => {
  it('is told once, as what it is', async () => {
    expect(await refusal({})).toEqual([{ path: 'timezone', message: 'timezone is required' }]);
    expect(await refusal({ timezone: 'UTC', ranges: [{}] })).toEqual([
      { path: 'ranges.0.from', message: 'from is required' },
    ]);
  });

  it('is told apart from what is wrong', async () => {
    expect(await refusal({ timezone: null })).toEqual([{ path: 'timezone', message: 'timezone must be a string' }]);
    expect(await refusal({ timezone: 'UTC', more: undefined, other: 1 })).toEqual([
      { path: 'more', message: 'property more should not exist' },
      { path: 'other', message: 'property other should not exist' },
    ]);
  });
});
