import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDateString, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';

/** Like IsOptional, but only for a member that was not sent: null is validated like any other value. */
export const IfGiven = () => ValidateIf((_, value) => value !== undefined);

/** An optional member of a body. A client that writes null for what it does not say is understood as if it had left it out. */
export const NullIsLeftOut = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === null ? undefined : value)),
    IfGiven(),
  );

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)$/;

/** An instant: a date, a time and a zone. Without one of them it would mean different moments to different readers. */
export const IsInstant = () =>
  applyDecorators(
    IsDateString({ strict: true }),
    Matches(ZONED, { message: '$property must be an instant with time and zone, such as 2026-12-01T09:00:00Z' }),
  );

/** A name or a reason somebody gives: trimmed, not blank, and of characters that can be stored. */
export const IsWords = (maxLength: number) =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    IsString(),
    MinLength(1),
    MaxLength(maxLength),
    // Postgres has no text with NUL in it.
    Matches(/^[^\0]*$/, { message: '$property must not hold the character NUL' }),
  );
