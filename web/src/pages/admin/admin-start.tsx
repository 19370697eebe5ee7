import { Navigate } from '@tanstack/react-router';
import { useMe } from '../../api/session';
import { sectionsOf } from './sections';

/** Administration begins with the first section the role may see. */
export default function AdminStart() {
  return <Navigate to={sectionsOf(useMe().user.role)[0]!.path} replace />;
}
