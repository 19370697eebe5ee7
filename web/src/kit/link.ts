/** A way to another page of the console. It is a real link: middle click and "open in a new tab" work. */
export { Link } from '@tanstack/react-router';
