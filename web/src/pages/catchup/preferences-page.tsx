import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { useTell } from '../../kit/toast';
import { Areas } from './areas';
import { Blocks } from './blocks';
import styles from './catchup.module.css';
import { DigestFields, HoursFields } from './preference-fields';
import { Phone } from './phone';
import { type Preferences, type PreferencesBody, preferencesQuery } from './preferences-query';
import { WindowsEditor } from './windows-editor';

export default function PreferencesPage() {
  const query = useQuery(preferencesQuery);
  return (
    <div className="page">
      <PageHead
        title="My preferences"
        sub={
          query.data?.updatedAt === null
            ? 'Never set: these are the defaults'
            : 'When you have time, and how you are told'
        }
      />
      <Areas />
      {/* What is typed is kept over a later load: the form begins with the first one. */}
      <Loaded query={query} lines={10}>
        {(preferences) => <Form preferences={preferences} />}
      </Loaded>
    </div>
  );
}

function Form({ preferences }: { preferences: Preferences }) {
  const { updatedAt: _, ...kept } = preferences;
  const [draft, setDraft] = useState<PreferencesBody>(kept);
  const client = useQueryClient();
  const tell = useTell();
  const save = useMutation({
    mutationFn: () => bodyOf(api.PUT('/api/v1/catchup/preferences', { body: draft })),
    onSuccess: async (answer) => {
      client.setQueryData(preferencesQuery.queryKey, answer);
      await client.invalidateQueries({ queryKey: ['catchup'] });
      tell.done('Your preferences are kept', 'A digest that is planned has moved with them');
    },
  });
  const errors = save.error instanceof ApiError ? save.error.fields : {};
  const change = (some: Partial<PreferencesBody>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <div className={styles.settings}>
      <form
        className={styles.settings}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <WindowsEditor
          windows={draft.windows as [string, string][][]}
          errors={errors}
          onChange={(windows) => change({ windows })}
        />
        <HoursFields draft={draft} errors={errors} onChange={change} />
        <DigestFields draft={draft} errors={errors} onChange={change} />
        {save.error && <ErrorView error={save.error} />}
        <div className="row">
          <Button kind="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
          <Button onClick={() => setDraft(kept)}>As it was</Button>
        </div>
      </form>
      <Blocks zone={preferences.timezone} />
      <Phone />
    </div>
  );
}
