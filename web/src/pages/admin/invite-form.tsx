import { useState } from 'react';
import type { Schema } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Select } from '../../kit/select';
import { ROLE_WORDS, TENANT_ROLES, type TenantRole } from './member-columns';

/** Invites somebody; the answer has the link, which is shown once. */
export function InviteForm({
  invite,
  onInvited,
  onClose,
}: {
  invite: (body: { email: string; role: TenantRole }) => Promise<Schema<'NewInvitationResponse'>>;
  onInvited: (invitation: Schema<'NewInvitationResponse'>) => void;
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<TenantRole>('STAFF');
  return (
    <FormDialog
      title="Invite somebody"
      verb="Invite"
      ready={email.trim() !== ''}
      run={async () => onInvited(await invite({ email: email.trim(), role }))}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="E-mail" error={errors['email']} hint="An earlier open invitation of this address ends.">
            <input type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
          <Field label="Role" hint={ROLE_WORDS[role]} error={errors['role']}>
            <Select value={role} onChange={setRole} choices={TENANT_ROLES.map((value) => ({ value, label: value }))} />
          </Field>
          <p className="muted">They see every hotel of the company; what they may do follows from the role.</p>
        </>
      )}
    </FormDialog>
  );
}

/** The secret of an invitation in the words of the dialog that shows it. */
export const linkOf = ({ email, link, mailed }: Schema<'NewInvitationResponse'>) => ({
  title: `Invitation of ${email}`,
  text: link,
  words: mailed
    ? 'A mail with this link is on its way. The link works once, for a week.'
    : 'No mail was sent: hand this link over yourself. It works once, for a week.',
});
