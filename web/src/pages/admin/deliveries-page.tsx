import { AdminPage } from './admin-page';
import { Deliveries } from './deliveries';

/** What was sent to all webhooks. */
export default function DeliveriesPage() {
  return (
    <AdminPage title="Deliveries" sub="of all webhooks" fill>
      <Deliveries />
    </AdminPage>
  );
}
