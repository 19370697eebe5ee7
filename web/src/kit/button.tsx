import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import type { LucideIcon } from 'lucide-react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  ref?: Ref<HTMLButtonElement>;
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: LucideIcon;
  /** Something is under way: a second click must not ask for it again. */
  busy?: boolean;
  children?: ReactNode;
}

/** A button says a verb. Without children it is an icon and needs `aria-label`, which is also its tooltip. */
export function Button({ kind = 'plain', icon: Icon, busy = false, children, className = '', ...rest }: ButtonProps) {
  const form = children === undefined ? ' button-icon' : '';
  return (
    <button
      type="button"
      title={children === undefined ? rest['aria-label'] : undefined}
      {...rest}
      disabled={rest.disabled === true || busy}
      aria-busy={busy || undefined}
      className={`button button-${kind}${form} ${className}`}
    >
      {Icon && <Icon size={15} aria-hidden />}
      {children}
    </button>
  );
}
