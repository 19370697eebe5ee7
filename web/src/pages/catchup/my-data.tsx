import { Download, Trash2 } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useMe } from '../../api/session';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';

/** All that is kept of the user, to take along or to erase. */
export function MyData() {
  const { email } = useMe().user;
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const erase = async () => {
    const yes = await confirm({
      title: 'Erase all that CatchUp keeps of you?',
      consequence:
        'Accounts are disconnected; calendars, people, suggestions, messages and preferences are erased, at once and for good. Events in your own calendars stay there. Nightshift itself still knows you.',
      verb: 'Erase everything',
      type: email ?? 'erase',
    });
    if (!yes) return;
    try {
      const { accounts, rows } = await bodyOf(api.DELETE('/api/v1/catchup/data'));
      tell.done('Everything is erased', `${countOf(accounts, 'account')} and ${countOf(rows, 'row')}`);
    } catch (error) {
      tell.failed(error, 'Not everything could be erased');
    }
    await client.invalidateQueries({ queryKey: ['catchup'] });
  };
  return (
    <Section title="Your data">
      <div className="card stack">
        <p className="muted">
          Nobody but you reads any of it, administrators included. The file holds everything but secrets.
        </p>
        <span className="row">
          <a className="button button-plain" href="/api/v1/catchup/export" download="catchup.json">
            <Download size={15} aria-hidden /> Take everything along
          </a>
          <Button kind="danger" icon={Trash2} onClick={() => void erase()}>
            Erase everything
          </Button>
        </span>
      </div>
    </Section>
  );
}
