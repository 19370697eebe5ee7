import { useState } from 'react';
import { Copy, Link2 } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { copyText } from '../../lib/clipboard';
import { feedQuery } from './calendars-query';
import styles from './catchup.module.css';
import { MyInstant } from './my-time';

/** The secret address of the suggestions. It is told once. */
export function Feed() {
  const query = useQuery(feedQuery);
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const [url, setUrl] = useState<string>();
  const refresh = () => client.invalidateQueries({ queryKey: feedQuery.queryKey });
  const make = async (replaces: boolean) => {
    if (
      replaces &&
      !(await confirm({
        title: 'Make a new address?',
        consequence: 'The one before opens nothing any more: programs that subscribe it stop getting your suggestions.',
        verb: 'Make a new one',
      }))
    )
      return;
    try {
      setUrl((await bodyOf(api.POST('/api/v1/catchup/feed'))).url);
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  const revoke = async () => {
    const yes = await confirm({
      title: 'Take the address back?',
      consequence: 'It opens nothing any more, at once and for good.',
      verb: 'Take it back',
    });
    if (!yes) return;
    try {
      await api.DELETE('/api/v1/catchup/feed');
      setUrl(undefined);
      tell.done('The address is taken back');
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  return (
    <Section title="Your suggestions as a calendar">
      <Loaded query={query} lines={1}>
        {({ active, createdAt }) => (
          <div className="card stack">
            {url ? (
              <>
                <p>
                  Subscribe it in your calendar program, as a calendar of its own. Whoever has it reads your
                  suggestions. It is shown only now.
                </p>
                <span className={styles.url}>
                  <input
                    readOnly
                    aria-label="Secret address"
                    value={url}
                    onFocus={(event) => event.currentTarget.select()}
                  />
                  <Button
                    icon={Copy}
                    onClick={() =>
                      void copyText(url).then((copied) => tell.done(copied ? 'Copied' : 'Copy it from the field'))
                    }
                  >
                    Copy
                  </Button>
                </span>
              </>
            ) : active ? (
              <p>
                There is an address since <MyInstant at={createdAt} />. It cannot be shown again.
              </p>
            ) : (
              <p className="muted">
                A secret address that a calendar program can subscribe to: open suggestions are tentative in it,
                accepted ones confirmed.
              </p>
            )}
            <span className="row">
              <Button icon={Link2} onClick={() => void make(active)}>
                {active ? 'Make a new address' : 'Make an address'}
              </Button>
              {active && <Button onClick={() => void revoke()}>Take it back</Button>}
            </span>
          </div>
        )}
      </Loaded>
    </Section>
  );
}
