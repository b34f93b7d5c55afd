import { Trans } from '@lingui/react/macro';
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { isRouteErrorResponse, Links, type LoaderFunctionArgs, Outlet, type ShouldRevalidateFunction, useRouteError, useRouteLoaderData } from 'react-router';
import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-ext-400.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/table.css';
import './styles/form.css';
import './styles/start.css';
import './styles/record.css';
import './styles/advisories.css';
import './styles/triage.css';
import './styles/print.css';
import { session } from './context.ts';
import { usePage } from './page.ts';
import { ErrorPage } from './parts/error-page.tsx';
import { Foot, Head } from './parts/frame.tsx';
import { Keys } from './parts/keys.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { institution: await app.institution(actor) };
}

export const shouldRevalidate: ShouldRevalidateFunction = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const { i18n } = useLingui(), page = usePage();
  const root = useRouteLoaderData<typeof loader>('root');
  return (
    <html lang={i18n.locale} data-theme={page.theme ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <Links />
        <script type="module" src={page.script} nonce={page.nonce} />
      </head>
      <body>
        <a className="skip" href="#main"><Trans>Go to content</Trans></a>
        <Head institution={root?.institution ?? null} />
        {children}
        <Foot />
        <Keys />
      </body>
    </html>
  );
}

export default function Root() { return <Outlet />; }

export function ErrorBoundary() {
  const error = useRouteError();
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} body={isRouteErrorResponse(error) ? error.data : null} />;
}
