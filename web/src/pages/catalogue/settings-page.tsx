import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { useMay } from '../../api/session';
import { type WorkshopSettings, workshopQuery } from '../../api/workshop';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { useTell } from '../../kit/toast';
import { changesOf } from '../../lib/changes';
import styles from './catalogue.module.css';
import { bodyOfDraft, type Draft, draftOf } from './settings-draft';
import { MoneyFields, NumberFields, ShopFields, TimeFields } from './settings-fields';

/** How the workshop quotes: its name, money, numbers and working times. */
export default function SettingsPage() {
  const query = useQuery(workshopQuery);
  return (
    <div className="page">
      <PageHead
        title="Workshop settings"
        sub={
          query.data === null
            ? 'Nothing is set yet: without it nothing can be priced'
            : 'How the workshop quotes; quotes that were made stay as they are'
        }
      />
      {/* What is typed is kept over a later load: the form begins with the first one. */}
      <Loaded query={query} lines={12}>
        {(settings) => <Form settings={settings} />}
      </Loaded>
    </div>
  );
}

function Form({ settings }: { settings: WorkshopSettings | null }) {
  const [began, setBegan] = useState(() => draftOf(settings));
  const [draft, setDraft] = useState(began);
  const begin = (from: WorkshopSettings | null) => {
    setBegan(draftOf(from));
    setDraft(draftOf(from));
  };
  const may = useMay('ADMIN', 'MANAGER');
  const client = useQueryClient();
  const tell = useTell();
  const save = useMutation({
    mutationFn: () =>
      bodyOf(
        api.PUT('/api/v1/quoting-settings', {
          body: settings ? changesOf(bodyOfDraft(draft), bodyOfDraft(began), neededOf(settings)) : bodyOfDraft(draft),
        }),
      ),
    onSuccess: async (answer) => {
      client.setQueryData(workshopQuery.queryKey, answer);
      begin(answer);
      await Promise.all([['catalogue'], ['quoting']].map((queryKey) => client.invalidateQueries({ queryKey })));
      tell.done('The settings are kept', 'They hold for what is made from now on');
    },
  });
  const errors = save.error instanceof ApiError ? save.error.fields : {};
  const fields = { draft, errors, onChange: (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some })) };
  return (
    <form
      className={styles.settings}
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      {!may && <p className="muted">An administrator or a manager of your business changes them.</p>}
      <fieldset className={styles.settings} disabled={!may} aria-label="Workshop settings">
        <ShopFields {...fields} />
        <MoneyFields {...fields} />
        <NumberFields {...fields} />
        <TimeFields {...fields} />
      </fieldset>
      {save.error && <ErrorView error={save.error} />}
      {may && (
        <div className="row">
          <Button kind="primary" type="submit" busy={save.isPending} disabled={draft.workingDays.length === 0}>
            Save
          </Button>
          <Button onClick={() => begin(settings)}>As it was</Button>
        </div>
      )}
    </form>
  );
}

/** What every request has to have. */
function neededOf({ currency, timezone, shopName }: WorkshopSettings) {
  return { currency, timezone, shopName };
}
