import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const AFTER_COMMIT = 'nightshift:answers-after-commit';
export const SECRET_MEMBER = 'nightshift:secret-member';

/** Why a POST commits before it answers. */
export type AfterCommit = 'waits-for-job' | 'reads-stream';

/**
 * A POST whose transactions commit before it answers. With an Idempotency-Key every other POST is one transaction, with its
 * answer in it; this one cannot be, because it waits for the job it makes, or reads a body that may come slowly.
 * Sent again it runs again: jobs it has made are found (KeyedJobs), and whatever else it has committed is never done twice.
 * One that reads a stream finds what it has made by comparing the bytes, and must commit nothing else.
 */
export const AnswersAfterCommit = (why: AfterCommit = 'waits-for-job') => SetMetadata(AFTER_COMMIT, why);

/** A POST whose answer shows a secret, once, in this member: the secret is not kept with an Idempotency-Key. */
export const AnswerHoldsSecret = (member: string) => SetMetadata(SECRET_MEMBER, member);

export const TAKES_NO_KEY = 'nightshift:takes-no-key';
/** Marks the operation while the OpenAPI document is built; removed from the finished document. */
export const TAKES_NO_KEY_EXTENSION = 'x-takes-no-key';

/** A POST that needs no key because it creates nothing twice: sent again it is refused, or replaces what the first created. */
export const TakesNoIdempotencyKey = () =>
  applyDecorators(SetMetadata(TAKES_NO_KEY, true), ApiExtension(TAKES_NO_KEY_EXTENSION, true));
