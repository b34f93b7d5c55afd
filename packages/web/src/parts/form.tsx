/** Fields with label, hint and error in their places. */
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';

interface FieldProps { readonly name: string; readonly label: ReactNode; readonly hint?: ReactNode; readonly error?: ReactNode; readonly id?: string }

const described = (id: string, hint: unknown, error: unknown) => [hint ? `${id}-hint` : '', error ? `${id}-wrong` : ''].filter(Boolean).join(' ') || undefined;

export function TextField({ name, label, hint, error, id = name, value = '', required = true, list, maxLength = 200, inputMode, unit }: FieldProps & { value?: string; required?: boolean; list?: string; maxLength?: number; inputMode?: 'decimal' | 'url'; unit?: string }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Under id={id} hint={hint} error={error} />
      <input type="text" id={id} name={name} defaultValue={value} required={required} maxLength={maxLength} list={list} inputMode={inputMode} autoComplete="off" className={unit ? 'withunit' : undefined}
        aria-describedby={[described(id, hint, error), unit ? `${id}-unit` : ''].filter(Boolean).join(' ') || undefined} aria-invalid={error ? true : undefined} />
      {unit ? <span className="unit" id={`${id}-unit`}>{unit}</span> : null}
    </div>
  );
}

export function AreaField({ name, label, hint, error, id = name, value = '', required = false, maxLength = 20_000, rows = 3 }: FieldProps & { value?: string; required?: boolean; maxLength?: number; rows?: number }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Under id={id} hint={hint} error={error} />
      <textarea id={id} name={name} defaultValue={value} required={required} maxLength={maxLength} rows={rows} aria-describedby={described(id, hint, error)} aria-invalid={error ? true : undefined} />
    </div>
  );
}

export function SelectField({ name, label, hint, error, id = name, value = '', children }: FieldProps & { value?: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Under id={id} hint={hint} error={error} />
      <select id={id} name={name} defaultValue={value} aria-describedby={described(id, hint, error)}>{children}</select>
    </div>
  );
}

export function FileField({ name, label, hint, error, accept, id = name }: FieldProps & { accept?: string }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Under id={id} hint={hint} error={error} />
      <input type="file" id={id} name={name} accept={accept} required aria-describedby={described(id, hint, error)} aria-invalid={error ? true : undefined} />
    </div>
  );
}

function Under({ id, hint, error }: { id: string; hint: ReactNode; error: ReactNode }) {
  return <>{hint ? <p className="hint" id={`${id}-hint`}>{hint}</p> : null}{error ? <p className="wrong" id={`${id}-wrong`}>{error}</p> : null}</>;
}

/** All errors of a form, each a link to its field (WCAG 3.3.1). */
export function ErrorSummary({ errors }: { errors: readonly { readonly field: string; readonly text: ReactNode }[] }) {
  if (errors.length === 0) return null;
  return (
    <div className="summary" role="alert">
      <h2><Trans>Please look at this again</Trans></h2>
      <ul>{errors.map((error) => <li key={error.field}><a href={`#${error.field}`}>{error.text}</a></li>)}</ul>
    </div>
  );
}
