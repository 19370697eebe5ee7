import { definePage } from '../../app/page';

export default definePage({ path: '/login', title: 'Log in', load: () => import('./login-page'), bare: true });
