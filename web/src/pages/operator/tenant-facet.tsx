import { useQuery } from '@tanstack/react-query';
import { Facet } from '../../kit/facet';
import { tenantsQuery } from './operator-query';

/** One of the tenants, by its name or short name. */
export function TenantFacet({ tenant, onChange }: { tenant: string; onChange: (tenant: string) => void }) {
  const tenants = useQuery(tenantsQuery).data?.tenants ?? [];
  const choices = tenants.map(({ slug, name }) => ({ value: slug, label: <bdi>{name}</bdi>, text: `${name} ${slug}` }));
  // One that is chosen can be taken back, also where it is none of those that are listed.
  if (tenant && !tenants.some(({ slug }) => slug === tenant))
    choices.push({ value: tenant, label: <bdi>{tenant}</bdi>, text: tenant });
  return (
    <Facet
      label="Tenant"
      single
      value={tenant ? [tenant] : []}
      onChange={([next]) => onChange(next ?? '')}
      choices={choices}
    />
  );
}
