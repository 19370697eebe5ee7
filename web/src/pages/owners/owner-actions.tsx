import { useState } from 'react';
import { Pencil, UserCheck, UserX } from 'lucide-react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { Owner } from '../../api/rentals';
import { Button } from '../../kit/button';
import { useTell } from '../../kit/toast';
import { useShortcut } from '../../shell/keys';
import { OwnerForm } from './owner-form';

/** Change it; give it no new shares any more, which is taken back by the same button. */
export function OwnerActions({ owner }: { owner: Owner }) {
  const [changing, setChanging] = useState(false);
  const client = useQueryClient();
  const tell = useTell();
  useShortcut('e', 'Change the owner', () => setChanging(true));
  const setActive = async (active: boolean) => {
    const params = { path: { id: owner.id } };
    try {
      await bodyOf(api.PATCH('/api/v1/owners/{id}', { params, body: { active, locale: owner.locale } }));
      tell.undo(
        active ? `${owner.name} is active again` : `${owner.name} gets no new shares`,
        () => setActive(!active),
        active ? undefined : 'What it owns is stated all the same.',
      );
    } catch (error) {
      tell.failed(error, 'It could not be changed');
    }
    await client.invalidateQueries({ queryKey: ['owners'] });
  };
  return (
    <>
      <Button icon={Pencil} onClick={() => setChanging(true)}>
        Change
      </Button>
      <Button icon={owner.active ? UserX : UserCheck} onClick={() => void setActive(!owner.active)}>
        {owner.active ? 'No new shares' : 'Make active'}
      </Button>
      {changing && <OwnerForm owner={owner} onClose={() => setChanging(false)} />}
    </>
  );
}
