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
function store({ theme, timezone, keysOff }: Preferences): void {
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

/** Whether all instants are shown in the person's own zone, which one that is, and the switch. */
export function useOwnZone(): { on: boolean; zone: string; set: (on: boolean) => void } {
  const [mine, setMine] = useStored('my-zone');
  const chosen = useSession()?.preferences.timezone;
  const prefer = usePrefer();
  return {
    on: mine === '1',
    zone: chosen ?? viewerZone(),
    set: (on) => {
      setMine(on ? '1' : null);
      prefer({ timezone: on ? viewerZone() : null });
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
