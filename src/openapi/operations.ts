import type { OpenAPIObject } from '@nestjs/swagger';

type Media = { schema?: object; example?: unknown };

/** The parts of an operation of the document that this folder reads or changes. */
export interface Operation {
  operationId?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content?: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
  'x-roles'?: string[];
}

/** Whom a route is for: anybody, the cron caller, or these roles. */
export type Access = 'public' | 'cron' | readonly string[];

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const;

export function operationsOf(document: OpenAPIObject): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      path,
      method,
      operation: item[method] as unknown as Operation,
    })),
  );
}

export function accessOfOperation({ security, 'x-roles': roles }: Operation): Access {
  if (roles) return roles;
  return security?.some((one) => 'cron' in one) ? 'cron' : 'public';
}

/** Says at the top of every operation whom it is for. */
export function addRoles(document: OpenAPIObject): void {
  for (const { operation } of operationsOf(document)) {
    const access = accessOfOperation(operation);
    const who = Array.isArray(access)
      ? `For ${access.join(', ')}.`
      : access === 'cron'
        ? 'For the cron caller: `Authorization: Bearer $CRON_SECRET`.'
        : 'For anybody.';
    operation.description = operation.description ? `${who}\n\n${operation.description}` : who;
  }
}
