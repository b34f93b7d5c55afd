/** Language and theme of a request: a cookie when the reader chose, else what the browser asks for. */
export const LOCALES = ['en', 'es', 'hu'] as const;
export type Locale = (typeof LOCALES)[number];
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', es: 'Español', hu: 'Magyar' };
export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const member = <T extends string>(list: readonly T[], value: string | null | undefined): value is T => list.includes(value as T);

export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/** The cookie `lang`, else the best of Accept-Language (RFC 9110, 12.5.4), else English. */
export function localeOf(request: Request): Locale {
  const chosen = readCookie(request, 'lang');
  if (member(LOCALES, chosen)) return chosen;
  const wishes = (request.headers.get('accept-language') ?? '').slice(0, 512).split(',').map((part) => {
    const [tag = '', ...options] = part.trim().split(';');
    const quality = options.find((option) => option.trim().startsWith('q='));
    return { tag: tag.trim().toLowerCase().split('-')[0], quality: quality ? Number(quality.trim().slice(2)) : 1 };
  });
  return wishes.filter((wish) => member(LOCALES, wish.tag) && wish.quality > 0).sort((a, b) => b.quality - a.quality)[0]?.tag as Locale | undefined ?? 'en';
}

/** The cookie `theme`, or null: the system decides. */
export function themeOf(request: Request): Theme | null {
  const chosen = readCookie(request, 'theme');
  return member(THEMES, chosen) ? chosen : null;
}

const YEAR_SECONDS = 31_536_000;

/** Sets one preference and goes back to the page it was asked on, which must be one of ours. */
export function switchPreference(request: Request, name: 'lang' | 'theme', allowed: readonly string[]): Response {
  const to = new URL(request.url).searchParams.get('to') ?? '';
  const headers = new Headers({ Location: backOf(request) });
  if (allowed.includes(to)) headers.append('Set-Cookie', `${name}=${to}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  else headers.append('Set-Cookie', `${name}=; Path=/; Max-Age=0; SameSite=Lax`);
  return new Response(null, { status: 303, headers });
}

function backOf(request: Request): string {
  const own = new URL(request.url), referer = request.headers.get('referer');
  if (!referer || !URL.canParse(referer)) return '/';
  const back = new URL(referer);
  return back.host === own.host && !back.pathname.startsWith('//') ? `${back.pathname}${back.search}` : '/';
}
