import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react';
import type { LucideIcon } from 'lucide-react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  ref?: Ref<HTMLButtonElement>;
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: LucideIcon;
  /** Something is under way: a second click must not ask for it again. */
  busy?: boolean;
  children?: ReactNode;
}

/** Also the sending of a form, which is the click of its button. */
const ignore = (event: MouseEvent) => event.preventDefault();

/** A button says a verb. Without children it is an icon and needs `aria-label`, which is also its tooltip. */
export function Button({ kind = 'plain', icon: Icon, busy = false, children, className = '', ...rest }: ButtonProps) {
  const form = children === undefined ? ' button-icon' : '';
  return (
    <button
      type="button"
      title={children === undefined ? rest['aria-label'] : undefined}
      {...rest}
      // Not `disabled`: it would lose the focus, and whoever works with the keyboard begins at the top of the page again.
      {...(busy && { 'aria-busy': true, 'aria-disabled': true, onClick: ignore })}
      className={`button button-${kind}${form} ${className}`}
    >
      {Icon && <Icon size={15} aria-hidden />}
      {children}
    </button>
  );
}
