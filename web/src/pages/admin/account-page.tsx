import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useDisplay } from '../../api/preferences';
import { useMe } from '../../api/session';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Fact, Facts } from '../../kit/facts';
import { Field } from '../../kit/field';
import { Section } from '../../kit/section';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { localesWith, zonesWith } from '../../lib/choices';
import { instantText, viewerZone } from '../../lib/time';
import { AdminPage } from './admin-page';
import { PasswordForm } from './password-form';

/** Who one is, how one wants dates, numbers and times, and the own password. */
export default function AccountPage() {
  const { user, tenant, preferences } = useMe();
  const [changing, setChanging] = useState(false);
  const client = useQueryClient();
  const tell = useTell();
  const display = useDisplay();
  const change = useMutation({
    mutationFn: display,
    onSuccess: () => {
      tell.done('Shown so from now on, in every browser you log in with');
      void client.invalidateQueries();
    },
  });
  const { locale, timezone } = preferences;
  const shown = locale ?? undefined;
  return (
    <AdminPage title="My account">
      <div className="card">
        <Facts>
          <Fact name="E-mail">
            <bdi>{user.email}</bdi>
          </Fact>
          <Fact name="Company">{tenant ? <bdi>{tenant.name}</bdi> : 'All companies'}</Fact>
          <Fact name="Role">{user.role}</Fact>
        </Facts>
      </div>
      <Section title="Dates, numbers and times">
        <div className="card form">
          <Field
            label="Written as in"
            hint={`E.g. ${instantText(Date.UTC(new Date().getUTCFullYear(), 9, 31, 14, 5), { zone: timezone ?? viewerZone(), locale: shown })}, ${new Intl.NumberFormat(shown, { minimumFractionDigits: 2 }).format(1234.5)}. The words of the pages stay English.`}
          >
            <TextChoice
              none="As this browser is set"
              choices={localesWith(locale)}
              value={locale ?? ''}
              aria-disabled={change.isPending || undefined}
              onChange={(next) => !change.isPending && change.mutate({ locale: next || null })}
            />
          </Field>
          <Field label="Times are those of" hint="The switch in the top bar goes between the two.">
            <TextChoice
              none="The hotel they belong to"
              choices={zonesWith(timezone ?? viewerZone()).map((zone) => [zone, zone] as const)}
              value={timezone ?? ''}
              aria-disabled={change.isPending || undefined}
              onChange={(next) => !change.isPending && change.mutate({ timezone: next || null })}
            />
          </Field>
          {change.error && <ErrorView error={change.error} />}
        </div>
      </Section>
      <Section title="Password">
        <div className="row">
          <Button icon={KeyRound} onClick={() => setChanging(true)}>
            Change the password
          </Button>
        </div>
      </Section>
      {changing && <PasswordForm email={user.email ?? ''} onClose={() => setChanging(false)} />}
    </AdminPage>
  );
}
