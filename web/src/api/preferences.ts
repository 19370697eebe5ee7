import { useCallback, useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { readStored, useStored, writeStored } from '../lib/stored';
import { viewerZone } from '../lib/time';
import { api, bodyOf, type Schema } from './client';
import { sessionQuery, useSession } from './session';

type Changes = Schema<'ChangeDisplayRequest'>;
type Preferences = Schema<'DisplayPreferencesResponse'>;

/**
 * How a person wants things shown is kept at the server, so that it is the same in another browser. This browser keeps a copy: it is
 * there before the server has answered, and what is chosen shows at once.
 */
function store({ theme, timezone, keysOff, locale }: Preferences): void {
  set('locale', locale);
  // Kept while it is switched off, so that the switch comes back to it.
  if (timezone !== null) set('own-zone', timezone);
  set('theme', theme === 'light' || theme === 'dark' ? theme : null);
  set('my-zone', timezone === null ? null : '1');
  set('keys', keysOff ? 'off' : null);
}

function set(key: string, value: string | null): void {
  if (readStored(key) !== value) writeStored(key, value);
}

/** Takes over what the server knows of the person, when she logs in and when it changes. */
export function usePreferencesOfServer(apply: () => void): void {
  const preferences = useSession()?.preferences;
  useEffect(() => {
    if (!preferences) return;
    store(preferences);
    apply();
  }, [preferences, apply]);
}

export function usePrefer(): (changes: Changes) => void {
  const client = useQueryClient();
  return useCallback(
    (changes: Changes) => {
      void bodyOf(api.PATCH('/api/v1/auth/session', { body: changes }))
        .then((session) => client.setQueryData(sessionQuery.queryKey, session))
        // It is shown so in this browser all the same.
        .catch(() => undefined);
    },
    [client],
  );
}

/** The same where the person has asked for nothing else, and is told what became of it. */
export function useDisplay(): (changes: Changes) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (changes: Changes) => {
      const session = await bodyOf(api.PATCH('/api/v1/auth/session', { body: changes }));
      client.setQueryData(sessionQuery.queryKey, session);
    },
    [client],
  );
}

/** Whether all instants are shown in the person's own zone, which one that is, and the switch. */
export function useOwnZone(): { on: boolean; zone: string; set: (on: boolean) => void } {
  const [mine, setMine] = useStored('my-zone');
  const [kept] = useStored('own-zone');
  const own = useSession()?.preferences.timezone ?? kept ?? viewerZone();
  const prefer = usePrefer();
  return {
    on: mine === '1',
    zone: own,
    set: (on) => {
      setMine(on ? '1' : null);
      prefer({ timezone: on ? own : null });
    },
  };
}

/** Whether keys of one letter do something. */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  const [keys, setKeys] = useStored('keys');
  const prefer = usePrefer();
  return [
    keys !== 'off',
    (on) => {
      setKeys(on ? null : 'off');
      prefer({ keysOff: !on });
    },
  ];
}
