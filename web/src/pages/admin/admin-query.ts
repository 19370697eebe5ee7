import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';

export type Member = Schema<'ListedMemberResponse'>;
export type Invitation = Schema<'InvitationResponse'>;
export type ApiKey = Schema<'ApiKeyResponse'>;
export type Tenant = Schema<'TenantResponse'>;
export type WorkerOf = Schema<'WorkerResponse'>;
export type SessionOf = Schema<'MemberSessionResponse'>;

/** Rows of a page of these lists; more than most companies have. */
export const PAGE = 200;
const EVERY_MS = 5_000;

export function usersQuery(offset: number) {
  const query = { limit: PAGE, offset };
  return queryOptions({
    queryKey: ['admin', 'users', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const invitationsQuery = queryOptions({
  queryKey: ['admin', 'invitations'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/users/invitations', { params: { query: { limit: PAGE, offset: 0 } }, signal })),
});

export function userSessionsQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'users', id, 'sessions'],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/api/v1/users/{id}/sessions', {
          params: { path: { id }, query: { limit: PAGE, offset: 0 } },
          signal,
        }),
      ),
  });
}

export function keysQuery(offset: number) {
  const query = { limit: PAGE, offset };
  return queryOptions({
    queryKey: ['admin', 'keys', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/api-keys', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const ownSessionsQuery = queryOptions({
  queryKey: ['admin', 'own-sessions'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/auth/sessions', { params: { query: { limit: PAGE, offset: 0 } }, signal })),
});

export function smsQuery(cursor: string) {
  const query = { limit: 50, ...(cursor && { cursor }) };
  return queryOptions({
    queryKey: ['admin', 'sms', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/sms/messages', { params: { query }, signal })),
  });
}

export function tenantsQuery(offset: number) {
  const query = { limit: PAGE, offset };
  return queryOptions({
    queryKey: ['admin', 'tenants', 'list', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/tenants', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: ['admin', 'tenants', 'one', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/tenants/{id}', { params: { path: { id } }, signal })),
  });
}

export function tenantUsersQuery(id: string, offset: number) {
  const query = { limit: PAGE, offset };
  return queryOptions({
    queryKey: ['admin', 'tenants', 'one', id, 'users', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/tenants/{id}/users', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export const workersQuery = queryOptions({
  queryKey: ['admin', 'workers'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/workers', { params: { query: { limit: PAGE, offset: 0 } }, signal })),
  refetchInterval: EVERY_MS,
});
