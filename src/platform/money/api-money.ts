import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy } from 'class-validator';

const DECIMAL = /^\d{1,12}(\.\d{1,4})?$/;

/**
 * An amount in major units, a number or a decimal string, never negative. How many decimals it may have is the
 * currency's business: parseMoney decides.
 */
export function ApiMoney(options: Pick<ApiPropertyOptions, 'description'> = {}): PropertyDecorator {
  return applyDecorators(ApiProperty({ ...SCHEMA, ...options }), IsAmount());
}

export function ApiMoneyOptional(options: Pick<ApiPropertyOptions, 'description'> = {}): PropertyDecorator {
  return applyDecorators(ApiProperty({ ...SCHEMA, ...options, required: false }), IsOptional(), IsAmount());
}

const SCHEMA = {
  oneOf: [
    { type: 'number', minimum: 0 },
    { type: 'string', pattern: DECIMAL.source },
  ],
  example: '120.00',
};

function IsAmount(): PropertyDecorator {
  return ValidateBy({
    name: 'isAmount',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'number' ? Number.isFinite(value) && value >= 0 && value < 1e12 : DECIMAL.test(String(value)),
      defaultMessage: (args) => `${args?.property} must be an amount in major units, such as 120 or "99.95"`,
    },
  });
}
