import { AppError } from '../../platform/errors/app-error.js';

/** 409 for a second task of a type that the room has on the date already. */
export function taskExists(): AppError {
  return new AppError('CONFLICT', 'The room has a task of this type on the date; change that one', {
    extra: { reason: 'TASK_EXISTS' },
  });
}
