import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const WITHOUT_KEY = 'nightshift:without-idempotency-key';
/** Member of an operation that tells the document of this; the document does not keep it. */
export const WITHOUT_KEY_EXTENSION = 'x-without-idempotency-key';

/** Leaves a POST out of Idempotency-Key: its answer holds a secret, or is a file or stream; or its body is a stream. */
export const WithoutIdempotencyKey = () =>
  applyDecorators(SetMetadata(WITHOUT_KEY, true), ApiExtension(WITHOUT_KEY_EXTENSION, true));
