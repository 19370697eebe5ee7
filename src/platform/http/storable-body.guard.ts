import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { invalid } from '../errors/app-error.js';
import { unstorableAt } from './storable-json.js';

/** For a request's body with text that cannot be stored: the path of the first one. */
const marked = new WeakMap<object, string>();

/** Checks a body while its text is available. The guard refuses it later, when the audit trail can name the sender. */
export function markUnstorable(request: object, json: string, body: unknown): void {
  const path = unstorableAt(json, body);
  if (path !== undefined) marked.set(request, path);
}

/** Refuses a body with text that Postgres cannot store, anywhere in it. */
@Injectable()
export class StorableBodyGuard implements CanActivate {
  /** @throws AppError VALIDATION_FAILED naming the path. */
  canActivate(execution: ExecutionContext): boolean {
    const path = execution.getType() === 'http' ? marked.get(execution.switchToHttp().getRequest<object>()) : undefined;
    if (path !== undefined) throw invalid(path, `${path || 'The body'} holds a character that cannot be stored`);
    return true;
  }
}
