import { useMe } from '../../api/session';

const WORDS = {
  OPERATOR: 'As the operator you see how the jobs of all tenants do, pause for one or for everybody, and set caps.',
  ADMIN: 'You pause and resume for your own tenant. Caps and pauses for everybody are the operator’s.',
  MANAGER: 'You may look. Administrators pause and resume; caps are the operator’s.',
  STAFF: 'You may look. Administrators pause and resume; caps are the operator’s.',
} as const;

/** What the person's role may do here, so that nobody looks for a button that is not theirs. */
export function MayDo() {
  return <p className="muted">{WORDS[useMe().user.role]}</p>;
}
