/** All that features may know of messages. */
export { MessagesModule } from './messages.module.js';
