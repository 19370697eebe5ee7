import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { invalid } from '../errors/app-error.js';
import { unstorableAt } from './storable-json.js';

/** Where a request's body holds what cannot be stored. */
const marked = new WeakMap<object, string>();

/** Looks at a body while its text is at hand. Refusing it is for the guard: by then it is known who sent it, and noted. */
export function markUnstorable(request: object, json: string, body: unknown): void {
  const path = unstorableAt(json, body);
  if (path !== undefined) marked.set(request, path);
}

/** Refuses a body with text that Postgres has no room for, wherever in it that stands. */
@Injectable()
export class StorableBodyGuard implements CanActivate {
  /** @throws AppError VALIDATION_FAILED naming the path. */
  canActivate(execution: ExecutionContext): boolean {
    const path = execution.getType() === 'http' ? marked.get(execution.switchToHttp().getRequest<object>()) : undefined;
    if (path !== undefined) throw invalid(path, `${path || 'The body'} holds a character that cannot be stored`);
    return true;
  }
}
