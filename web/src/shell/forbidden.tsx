import { PageHead } from '../kit/page-head';

export function Forbidden({ role, roles }: { role: string; roles: readonly string[] }) {
  return (
    <div className="page">
      <PageHead title="Not for your role" />
      <p>
        This page is for {roles.join(', ')}; you are {role}. An administrator of your company can give you another role.
      </p>
    </div>
  );
}
