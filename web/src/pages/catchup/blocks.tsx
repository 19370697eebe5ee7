import { useState } from 'react';
import { Plus, X } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { dateText } from '../../lib/time';
import { type Block, BlockForm, KINDS } from './block-form';
import styles from './catchup.module.css';
import { blocksQuery, WEEKDAYS } from './preferences-query';
import { whenText } from './times';

/** Time that the user keeps: every week, and what is kept once and still to come. */
export function Blocks({ zone }: { zone: string }) {
  const query = useQuery(blocksQuery);
  const [adding, setAdding] = useState(false);
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (error) {
      tell.failed(error, 'It is as it was');
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ['catchup'] });
    }
  };
  const letGo = async (block: Block, words: string) => {
    const params = { path: { id: block.id } };
    if (await change(() => api.DELETE('/api/v1/catchup/blocks/{id}', { params })))
      tell.undo(`${words} is let go`, async () => {
        await change(() => bodyOf(api.POST('/api/v1/catchup/blocks', { body: bodyOfBlock(block) })));
      });
  };
  return (
    <Section
      title="Time you keep for yourself"
      actions={
        <Button icon={Plus} onClick={() => setAdding(true)}>
          Keep time every week
        </Button>
      }
    >
      <p className="muted">Nothing is suggested in it. Once, and not every week: choose hours in your week.</p>
      <Loaded query={query} lines={2}>
        {(blocks) => {
          const now = Date.now();
          const shown = blocks.filter(({ once }) => once === null || Date.parse(once.end) > now);
          if (shown.length === 0) return <p className="muted">You keep none.</p>;
          return (
            <ul className={`card ${styles.windows}`} aria-label="Time you keep for yourself">
              {shown.map((block) => {
                const words = block.title ?? KINDS[block.kind];
                return (
                  <li key={block.id} className={styles.block}>
                    <span>
                      <bdi>{words}</bdi>
                      <span className="muted"> {KINDS[block.kind] !== words && KINDS[block.kind].toLowerCase()}</span>
                    </span>
                    <span>
                      {block.weekly
                        ? weeklyText(block.weekly, locale)
                        : whenText(block.once!.start, block.once!.end, zone, locale)}
                    </span>
                    <Button
                      kind="quiet"
                      icon={X}
                      aria-label={`Let ${words} go`}
                      onClick={() => void letGo(block, words)}
                    />
                  </li>
                );
              })}
            </ul>
          );
        }}
      </Loaded>
      {adding && <BlockForm zone={zone} onClose={() => setAdding(false)} />}
    </Section>
  );
}

/** As it would be made anew. */
function bodyOfBlock({ kind, title, once, weekly }: Block) {
  const { since, until, ...hours } = weekly ?? { since: null, until: null };
  return {
    kind,
    ...(title && { title }),
    ...(once && { once }),
    ...(weekly && { weekly: { ...(hours as typeof weekly), ...optional({ since, until }) } }),
  } as never;
}
const optional = (dates: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(dates).map(([name, date]) => [name, date ?? undefined]));

/** `Tuesday, Thursday 18:00–19:30, from 1 Mar 2027`. */
function weeklyText({ weekdays, from, to, since, until }: NonNullable<Block['weekly']>, locale?: string): string {
  const days = weekdays.map((day) => WEEKDAYS[day - 1]).join(', ');
  const date = (on: string) => dateText(on, locale, { weekday: undefined });
  return [
    `${weekdays.length === 7 ? 'Every day' : days} ${from}–${to}${to <= from ? ' of the next day' : ''}`,
    since && `from ${date(since)}`,
    until && `to ${date(until)}`,
  ]
    .filter(Boolean)
    .join(', ');
}
