import { open as openGraphile } from './graphile.mjs';

export const open = (options) => openGraphile({ ...options, batched: true });
