import type { ReactNode } from 'react';

/** A calendar day; the browser shows it in the reader's notation and sends `YYYY-MM-DD`. */
export function DayField({ id, name, label, hint, value = '', required = false, min, max }: { id: string; name: string; label: ReactNode; hint?: ReactNode; value?: string; required?: boolean; min?: string | undefined; max?: string | undefined }) {
  return (
    <div className="field day">
      <label htmlFor={id}>{label}</label>
      {hint ? <p className="hint" id={`${id}-hint`}>{hint}</p> : null}
      <input type="date" id={id} name={name} defaultValue={value} required={required} min={min} max={max} aria-describedby={hint ? `${id}-hint` : undefined} />
    </div>
  );
}
